"""The entrance, below the staff's address. Names are those allauth asks for; signing up and mail have none."""

from allauth.mfa.base.views import index
from django.contrib.auth.decorators import login_required
from django.urls import include, path

from kpknow.accounts.views import entering, invitations, leaving

urlpatterns = [
    path("sign-in/", entering.SignInView.as_view(), name="account_login"),
    path("sign-out/", leaving.sign_out, name="account_logout"),
    path("sign-out-everywhere/", leaving.sign_out_everywhere, name="account_sign_out_everywhere"),
    path("again/", entering.PasswordAgainView.as_view(), name="account_reauthenticate"),
    path("password/", entering.NewPasswordView.as_view(), name="account_change_password"),
    path("invitation/<str:token>/", invitations.invitation, name="account_invitation"),
    path("factors/", login_required(index), name="mfa_index"),
    path("factors/authenticate/", entering.SecondFactorView.as_view(), name="mfa_authenticate"),
    path("factors/again/", entering.CodeAgainView.as_view(), name="mfa_reauthenticate"),
    path("factors/totp/", include("allauth.mfa.totp.urls")),
    path("factors/recovery-codes/", include("allauth.mfa.recovery_codes.urls")),
    path("factors/webauthn/", include("allauth.mfa.webauthn.urls")),
]
