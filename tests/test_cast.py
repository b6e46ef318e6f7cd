from citizens.models import Citizen


def test_a_stranger_sees_nobody(cast):
    assert Citizen.objects.filter(project=cast.project).visible_to(cast.leo).count() == 0


def test_each_role_sees_the_citizens_it_works_with(cast):
    def seen(person):
        return [citizen.number for citizen in Citizen.objects.visible_to(person)]

    assert seen(cast.lene) == [1, 2, 3]
    assert seen(cast.omar) == [1, 2]
    assert seen(cast.kirsten) == [1, 2]
    for name in ["stine", "svend", "gitte", "ruth", "connie", "poul"]:
        assert seen(getattr(cast, name)) == [], name
