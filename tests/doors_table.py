"""Who gets in where: the one table of every address, read by test_doors and test_queries.

Project pages have a column for each role, held in the project itself:

    L leader   S staff (not granted citizens)   P peer       C coordinator   G steering group
    A accountant   R auditor   K controller     O pool administrator

    x  let in: the answer of the row        .  403: the role is too small
    o  404: the page stands, this object is hidden from the person

Everybody else is checked for every row without being written down: anonymous people are sent to
sign-in, and nobody from outside the project learns that it exists (404). ``object`` is a function of
``doors_objects``. A POST row sends an empty form: what those who are let in get for it.
"""

from dataclasses import dataclass

ROLES = [
    "leader", "staff", "peer", "coordinator", "steering", "accountant", "auditor", "controller",
    "pool",
]  # fmt: skip

# page                 method answer object       L S P C G A R K O
PROJECT_PAGES = """
  project                GET  200  -              x x x x x x x x x
  months                 GET  200  -              x . . . . x x . .
  month                  GET  200  month          x . . . . x x . .
  month_cofinancing      GET  200  month          x . . . x x x x .
  month_review           POST 302  month          x . . . . x . . .
  month_close            GET  200  month          x . . . . x . . .
  month_close            POST 422  month          x . . . . x . . .
  month_issue            GET  200  month          x . . . . x . . .
  month_issue            POST 422  month          x . . . . x . . .
  month_draft            GET  200  month_draft    x . . . . x x . .
  papers                 GET  200  -              x . . . . x x x .
  paper                  GET  200  month_paper    x . . . . x x x .
  invoice                GET  200  invoice        x . . . . x x x .
  findings               GET  200  -              x x . . . x x . .

  partners               GET  200  -              x x . x x x x x x
  partner_sign           GET  200  partner        x . . . . . . . .
  partner_sign           POST 302  partner        x . . . . . . . .
  clause_write           GET  200  clause         x . . . . . . . .
  clause_write           POST 302  clause         x . . . . . . . .
  seat_add               GET  200  -              x . . . . . . . .
  seat_add               POST 422  -              x . . . . . . . .
  seat_end               GET  200  seat           x . . . . . . . .
  seat_end               POST 422  seat           x . . . . . . . .
  plan                   GET  200  -              x x . x x x x x x
  milestone_reach        GET  200  milestone      x . . . . . . . .
  milestone_reach        POST 302  milestone      x . . . . . . . .
  members                GET  200  -              x . . . . . . . .
  member_add             GET  200  -              x . . . . . . . .
  member_add             POST 422  -              x . . . . . . . .
  member_end             GET  200  member         x . . . . . . . .
  member_end             POST 302  member         x . . . . . . . .
  member_invite          POST 302  invited        x . . . . . . . .

  peers                  GET  200  -              x x . x x x x x .
  staffing               GET  200  -              x x . x x x x x .
  peer                   GET  200  peer           x x . x x x x x .
  peer_add               GET  200  -              x . . . . . . . .
  peer_add               POST 422  -              x . . . . . . . .
  peer_change            GET  200  peer           x . . . . . . . .
  peer_change            POST 422  peer           x . . . . . . . .
  criterion_confirm      GET  200  peer           x . . . . . . . .
  criterion_confirm      POST 422  peer           x . . . . . . . .
  training_add           GET  200  peer           x . . . . . . . .
  training_add           POST 422  peer           x . . . . . . . .
  employment_add         GET  200  peer           x . . . . . . . .
  employment_add         POST 422  peer           x . . . . . . . .
  employment_visit       GET  200  employment     x . . . . . . . .
  employment_visit       POST 422  employment     x . . . . . . . .
  employment_activate    GET  200  employment     x . . . . . . . .
  employment_activate    POST 422  employment     x . . . . . . . .
  employment_end         GET  200  employment     x . . . . . . . .
  employment_end         POST 422  employment     x . . . . . . . .
  pay_rate_add           GET  200  employment     x . . . . x . . .
  pay_rate_add           POST 422  employment     x . . . . x . . .
  leave_add              GET  200  employment     x . . . . . . . .
  leave_add              POST 422  employment     x . . . . . . . .
  leave_end              GET  200  leave          x . . . . . . . .
  leave_end              POST 422  leave          x . . . . . . . .
  employment_remove      GET  200  employment     x . . . . . . . .
  employment_remove      POST 302  employment     x . . . . . . . .
  leave_remove           GET  200  leave          x . . . . . . . .
  leave_remove           POST 302  leave          x . . . . . . . .

  day                    GET  200  -              . . x . . . . . .
  session                GET  200  session        x o x . . . . . .
  session                POST 422  session        x o x . . . . . .
  session                GET  200  others_session x o o . . . . . .
  meeting                GET  200  meeting        x o x . . . . . .
  meeting                POST 422  meeting        x o x . . . . . .
  meeting                GET  200  others_meeting x o o . . . . . .
  meeting_add            GET  200  -              . . x . . . . . .
  meeting_add            POST 422  -              . . x . . . . . .
  missing                GET  200  -              x . . . . . . . .
  citizens               GET  200  -              x x x x . . . . .
  citizen                GET  200  citizen        x o x x . . . . .
  citizen                GET  200  others_citizen x o o o . . . . .
  citizen_refer          GET  200  -              x . . x . . . . .
  citizen_refer          POST 422  -              x . . x . . . . .
  citizen_refer_again    GET  200  citizen        x . . x . . . . .
  citizen_refer_again    POST 422  citizen        x . . x . . . . .
  citizen_refer_again    GET  200  others_citizen x . . o . . . . .
  referral_decide        GET  200  referral       x . . . . . . . .
  referral_decide        POST 422  referral       x . . . . . . . .
  match_add              GET  200  episode        x . . . . . . . .
  match_add              POST 422  episode        x . . . . . . . .
  match_end              GET  200  match          x . . . . . . . .
  match_end              POST 422  match          x . . . . . . . .
  episode_extend         GET  200  episode        x . . . . . . . .
  episode_extend         POST 422  episode        x . . . . . . . .
  episode_end            GET  200  episode        x . . . . . . . .
  episode_end            POST 422  episode        x . . . . . . . .
  courses                GET  200  -              x x x . . . . . .
  course                 GET  200  course         x x x . . . . . .
  course                 GET  200  others_course  x x o . . . . . .
  course_add             GET  200  -              x x . . . . . . .
  course_add             POST 422  -              x x . . . . . . .
  session_add            GET  200  course         x x . . . . . . .
  session_add            POST 422  course         x x . . . . . . .
  session_cancel         GET  200  course_session x x . . . . . . .
  session_cancel         POST 422  course_session x x . . . . . . .
  enrolment_add          GET  200  course         x . . . . . . . .
  enrolment_add          POST 422  course         x . . . . . . . .
  enrolment_end          GET  200  enrolment      x . . . . . . . .
  enrolment_end          POST 422  enrolment      x . . . . . . . .

  budget                 GET  200  -              x . . . x x x x .
  budget_import          GET  200  -              x . . . . x . . .
  budget_import          POST 422  -              x . . . . x . . .
  budget_export          GET  200  -              x . . . x x x x .
  vouchers               GET  200  -              x . . . . x x . .
  voucher                GET  200  voucher        x . . . . x x . .
  voucher_export         GET  200  -              x . . . . x x . .
  voucher_add            GET  200  -              x . . . . x . . .
  voucher_add            POST 422  -              x . . . . x . . .
  voucher_edit           GET  200  voucher        x . . . . x . . .
  voucher_edit           POST 422  voucher        x . . . . x . . .
  voucher_correct        GET  200  voucher        x . . . . x . . .
  voucher_correct        POST 422  voucher        x . . . . x . . .
  voucher_attach         GET  200  voucher        x . . . . x . . .
  voucher_attach         POST 422  voucher        x . . . . x . . .
  voucher_document       GET  200  documented     x . . . . x x . .
"""

# page                               method  anonymous leader superuser  address
OTHER_PAGES = """
  home                                 GET   sign-in   302    200  /
  set_language                         POST  302       302    302  /i18n/
  theme                                POST  sign-in   400    400  /accounts/theme/
  account_login                        GET   200       302    302  /accounts/login/
  account_login                        POST  200       302    302  /accounts/login/
  account_logout                       GET   sign-in   200    200  /accounts/logout/
  account_logout                       POST  sign-in   sign-in sign-in /accounts/logout/
  account_inactive                     GET   200       200    200  /accounts/inactive/
  account_signup                       GET   200       302    302  /accounts/signup/
  account_signup                       POST  200       302    302  /accounts/signup/
  account_reauthenticate               GET   sign-in   200    200  /accounts/reauthenticate/
  account_change_password              GET   sign-in   200    200  /accounts/password/change/
  account_change_password              POST  sign-in   200    200  /accounts/password/change/
  account_set_password                 GET   sign-in   302    302  /accounts/password/set/
  account_reset_password               GET   200       200    200  /accounts/password/reset/
  account_reset_password               POST  200       200    200  /accounts/password/reset/
  account_reset_password_done          GET   200       200    200  /accounts/password/reset/done/
  account_reset_password_from_key      GET   200       200    200  /accounts/password/reset/key/1-no/
  account_reset_password_from_key_done GET   200       200    200  /accounts/password/reset/key/done/
  admin:index                          GET   302       302    200  /admin/
  admin:login                          GET   sign-in   403    302  /admin/login/
  admin:logout                         POST  302       302    200  /admin/logout/
  admin:password_change                GET   302       302    200  /admin/password_change/
  admin:password_change_done           GET   302       302    200  /admin/password_change/done/
  admin:autocomplete                   GET   302       302    403  /admin/autocomplete/
  admin:jsi18n                         GET   302       302    200  /admin/jsi18n/
  admin:view_on_site                   GET   302       302    404  /admin/r/0/0/
  admin:app_list                       GET   302       302    200  /admin/partners/
  admin:auth_user_password_change      GET   sign-in   302    200  /admin/accounts/user/{pk}/password/
  admin/(?P<url>.*)$                   GET   302       302    404  /admin/nothing/here
"""

# model                    what a superuser may do with it in the admin
ADMIN_MODELS = """
  accounts.user              view add change delete
  accounts.trailentry        view
  partners.organisation      view add change delete
  partners.pool              view add change delete
  partners.project           view add change delete
  partners.membership        view add change delete
  partners.partner           view add change delete
  partners.clause            view add change delete
  partners.body              view add change delete
  partners.seat              view add change delete
  partners.deliverable       view add change delete
  partners.guidepost         view add change delete
  partners.milestone         view add change delete
  partners.month             view
  peers.peer                 view add change delete
  peers.confirmation         view add change delete
  peers.trainingtheme        view add change delete
  peers.training             view add change delete
  peers.employment           view
  peers.payrate              view
  peers.leave                view
  citizens.citizen           view add change delete
  citizens.referral          view add change delete
  citizens.episode           view add change delete
  citizens.extension         view add change delete
  citizens.match             view add change delete
  citizens.course            view add change delete
  citizens.enrolment         view add change delete
  citizens.session           view
  citizens.meeting           view
  citizens.attendance        view
  budget.budgetline          view add change delete
  budget.budgetyear          view add change delete
  budget.statedsum           view add change delete
  budget.grant               view add change delete
  budget.instalment          view add change delete
  budget.voucher             view
  budget.voucherline         view
  budget.invoice             view
  budget.invoiceline         view
  budget.monthsnapshot       view
  budget.counter             view
"""


@dataclass(frozen=True)
class ProjectRow:
    name: str
    method: str
    answer: int
    object: str
    cells: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.name} {self.object}".removesuffix(" -")

    @property
    def roles_let_in(self) -> list[str]:
        return [role for role, cell in self.cells.items() if cell == "x"]


@dataclass(frozen=True)
class OtherRow:
    """A page outside projects; an address without a name is called by its route."""

    name: str
    method: str
    url: str
    answers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.name}"


@dataclass(frozen=True)
class AdminRow:
    """The pages of one model in the admin."""

    model: str
    acts: frozenset[str]

    def __str__(self) -> str:
        return self.model

    @property
    def names(self) -> list[str]:
        app, model = self.model.split(".")
        named = [f"admin:{app}_{model}_{page}" for page in ("changelist", "add", *ADMIN_PAGES)]
        return [*named, f"admin/{app}/{model}/<path:object_id>/"]

    def answers(self, pk: int) -> dict[str, int]:
        """Addresses of the model's pages, and what a superuser gets there."""
        base = f"/admin/{self.model.replace('.', '/')}/"
        return {
            base: self._status("view"),
            f"{base}add/": self._status("add"),
            f"{base}{pk}/": 302,
            **{f"{base}{pk}/{page}/": self._status(act) for page, act in ADMIN_PAGES.items()},
        }

    def _status(self, act: str) -> int:
        return 200 if act in self.acts else 403


# page of one object in the admin, and what it takes to see it
ADMIN_PAGES = {"change": "view", "history": "view", "delete": "delete"}


def _lines(table: str) -> list[list[str]]:
    return [line.split() for line in table.splitlines() if line.strip()]


PROJECT_ROWS = [
    ProjectRow(name, method, int(answer), obj, dict(zip(ROLES, cells, strict=True)))
    for name, method, answer, obj, *cells in _lines(PROJECT_PAGES)
]
# Months are named by their date, which every project has: an object is what has a number.
OBJECT_ROWS = [row for row in PROJECT_ROWS if not row.object.startswith(("-", "month"))]
OTHER_ROWS = [
    OtherRow(name, method, url, dict(zip(["anonymous", "leader", "superuser"], got, strict=True)))
    for name, method, *got, url in _lines(OTHER_PAGES)
]
ADMIN_ROWS = [AdminRow(model, frozenset(acts)) for model, *acts in _lines(ADMIN_MODELS)]
