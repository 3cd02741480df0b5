"""Routes that packages bring, and who may call each, in words (`zoufang routes`, the architecture tests)."""

from __future__ import annotations

PACKAGE_ROUTES: dict[str, str] = {
    "account_login": "任何人:登录页",
    "account_logout": "已登录者:退出自己的登录",
    "account_reauthenticate": "已登录者:再次确认本人",
    "account_change_password": "已登录者:改自己的密码",
    "mfa_authenticate": "登录途中者:输入第二重验证码",
    "mfa_reauthenticate": "已登录者:以第二重验证码再次确认本人",
    "mfa_index": "已登录者:看自己的第二重验证",
    "mfa_activate_totp": "已登录者:启用自己的第二重验证",
    "mfa_deactivate_totp": "已登录者:停用自己的第二重验证",
    "mfa_generate_recovery_codes": "已登录者:生成自己的备用码",
    "mfa_view_recovery_codes": "已登录者:看自己的备用码",
    "mfa_download_recovery_codes": "已登录者:下载自己的备用码",
}
