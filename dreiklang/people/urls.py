from allauth.account import views as allauth
from django.urls import path

from dreiklang.people import sign_in
from dreiklang.people.views import accounts, blocking, colleagues

urlpatterns = [
    path("konto/", accounts.account, name="account"),
    path("konto/stelle/", accounts.office, name="office"),
    path("konto/profil/", accounts.profile, name="profile"),
    path("konto/auffindbar/", colleagues.release, name="release"),
    path("konto/anmelden/", sign_in.SignIn.as_view(), name="account_login"),
    path("konto/anmelden/code/", sign_in.RequestCode.as_view(), name="account_request_login_code"),
    path("konto/anmelden/code/eingabe/", allauth.confirm_login_code, name="account_confirm_login_code"),
    path("konto/abmelden/", sign_in.SignOut.as_view(), name="account_logout"),
    path("konto/gesperrt/", allauth.account_inactive, name="account_inactive"),
    path("konto/passwort/", allauth.password_change, name="account_change_password"),
    path("konto/passwort/neu/", allauth.password_set, name="account_set_password"),
    path("konto/anfrage/", accounts.access_request, name="account_signup"),
    path("einladung/<str:token>/", accounts.invitation, name="invitation"),
    path("austausch/kolleginnen/<uuid:pk>/", colleagues.colleague, name="colleague"),
    path("austausch/kolleginnen/<uuid:pk>/adressbuch/", colleagues.card_file, name="card_file"),
    path("austausch/kolleginnen/<uuid:pk>/foto/<slug:mark>/", colleagues.photo, name="card_photo"),
    path("austausch/kolleginnen/<uuid:pk>/nachricht/", colleagues.message, name="message"),
    path("austausch/kolleginnen/<uuid:pk>/sperre/", blocking.block_colleague, name="block_colleague"),
    path("konto/sperren/", blocking.blocks, name="blocks"),
    path("nachrichten/sperre/<str:token>/", blocking.block_by_link, name="block_by_link"),
    path("team/personen/", accounts.team_people, name="team_people"),
    path("team/personen/einladung/<uuid:pk>/zuruecknahme/", accounts.withdraw_invitation, name="withdraw_invitation"),
    path("team/personen/anfrage/<uuid:pk>/", accounts.decide_request, name="decide_request"),
]
