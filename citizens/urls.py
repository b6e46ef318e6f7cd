"""Addresses of citizens, courses and attendance, under a project."""

from django.urls import path

from citizens.views import attendance, courses, handover, people

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
