from django.shortcuts import redirect

from zoufang.web.pages import open_to_all


@open_to_all(why="x")
def today(request):
    a = request.actor
    return redirect(
        "/school/"
        if a.is_any("principal", "leader", "clerk", "middle_manager")
        else "/district/"
        if a.is_any("district_admin", "inspector")
        else "/visit/"
    )
