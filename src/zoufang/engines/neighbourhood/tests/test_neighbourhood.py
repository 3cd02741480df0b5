import pytest

from zoufang.engines.neighbourhood import neighbourhood_in


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("山东省淄博市博山区城东街道阳光小区3号楼2单元301", "阳光小区"),
        ("博山区中心路52号翡翠花园5-1-302", "翡翠花园"),
        ("石马镇南沙井村12号", "南沙井村"),
        ("域城镇和尚房村 3 组", "和尚房村"),
        ("云溪区青石街道柳岸路 18 号", "柳岸路"),
        ("人民路12号", "人民路"),
        ("阳光小区3号", "阳光小区"),
        ("淄博市博山区山头街道秋谷社区", "秋谷社区"),
        ("博山区城东街道1号楼2单元301", "城东街道"),
        ("博山区", ""),
        ("", ""),
        ("301", ""),
    ],
)
def test_a_neighbourhood_is_found_without_its_numbers(address, name):
    assert neighbourhood_in(address) == name
