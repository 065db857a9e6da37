"""`./springhead user EMAIL --operator`: makes the first operator and prints a link that works once."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandParser
from django.core.validators import validate_email
from django.urls import reverse

from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies.actions import first_operator
from springhead.foundation.agencies.models import Person
from springhead.foundation.agencies.texts import EMAIL_WRONG


class Command(BaseCommand):
    """Makes an operator from the command line, where there is nobody yet to give the role."""

    help = "Make an operator: user EMAIL --operator [--name NAME]"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("email")
        parser.add_argument("--operator", action="store_true", required=True)
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the person, give the role, print the link for choosing a password."""
        del args
        email = str(options["email"]).strip().lower()
        try:
            validate_email(email)
        except ValidationError as error:
            raise Refused(EMAIL_WRONG.at(email)) from error
        person = first_operator(email, name=options["name"])
        self.stdout.write(f"{person.email}: 平臺維運人員 operator")
        self.stdout.write(
            "請用這個連結設定密碼，只能用一次。Choose a password with this link; it works once:"
        )
        self.stdout.write(one_time_link(person))


def one_time_link(person: Person) -> str:
    """Return an address for choosing a password; it stops working when the password was changed, or in three days."""
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    uid, _, token = key.partition("-")
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
    return f"{settings.SPRINGHEAD.address}{path}"
