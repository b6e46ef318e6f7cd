"""Addresses of citizens, courses and attendance, under a project."""

from django.urls import path

from citizens.views import attendance, courses, emergency, handover, log, people, rights

urlpatterns = [
    path("day/", attendance.day, name="day"),
    path("sessions/<int:pk>/", attendance.session, name="session"),
    path("meetings/add/", attendance.meeting_add, name="meeting_add"),
    path("meetings/<int:pk>/", attendance.meeting, name="meeting"),
    path("missing/", attendance.missing, name="missing"),
    path("citizens/", people.citizen_list, name="citizens"),
    path("citizens/refer/", people.citizen_refer, name="citizen_refer"),
    path("citizens/<int:pk>/", people.citizen_detail, name="citizen"),
    path("citizens/<int:pk>/refer/", people.citizen_refer_again, name="citizen_refer_again"),
    path("citizens/<int:pk>/log/", log.citizen_log, name="citizen_log"),
    path("citizens/<int:pk>/blocks/", rights.citizen_blocks, name="citizen_blocks"),
    path("blocks/<int:pk>/lift/", rights.block_lift, name="block_lift"),
    path("sessions/<int:pk>/stand-ins/", rights.stand_ins, name="stand_ins"),
    path("stand-ins/<int:pk>/withdraw/", rights.stand_in_withdraw, name="stand_in_withdraw"),
    path("emergency/", emergency.emergency, name="emergency"),
    path("emergencies/", emergency.emergencies, name="emergencies"),
    path("emergencies/<int:pk>/", emergency.emergency_acknowledge, name="emergency_acknowledge"),
    path("referrals/<int:pk>/", people.referral_decide, name="referral_decide"),
    path("episodes/<int:pk>/match/", people.match_add, name="match_add"),
    path("episodes/<int:pk>/extend/", people.episode_extend, name="episode_extend"),
    path("episodes/<int:pk>/end/", people.episode_end, name="episode_end"),
    path("matches/<int:pk>/end/", people.match_end, name="match_end"),
    path("peers/<int:pk>/handover/", handover.peer_handover, name="peer_handover"),
    path("courses/", courses.course_list, name="courses"),
    path("courses/add/", courses.course_add, name="course_add"),
    path("courses/<int:pk>/", courses.course_detail, name="course"),
    path("courses/<int:pk>/sessions/add/", courses.session_add, name="session_add"),
    path(
        "courses/<int:pk>/sessions/<int:session_pk>/cancel/",
        courses.session_cancel,
        name="session_cancel",
    ),
    path("courses/<int:pk>/enrol/", courses.enrolment_add, name="enrolment_add"),
    path("enrolments/<int:pk>/end/", courses.enrolment_end, name="enrolment_end"),
]
