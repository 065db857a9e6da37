"""Rows of people, agencies, their names elsewhere, memberships and API keys."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from springhead.engine.kernel import ids, now
from springhead.engine.kernel.language import DEFAULT, LanguageMap, pick


def person_id() -> str:
    """Return a fresh public id of a person."""
    return ids.new("pe")


def agency_id() -> str:
    """Return a fresh public id of an agency."""
    return ids.new("ag")


def key_id() -> str:
    """Return a fresh public id of an API key."""
    return ids.new("ak")


def duty_id() -> str:
    """Return a fresh public id of a roster line."""
    return ids.new("du")


def absence_id() -> str:
    """Return a fresh public id of an absence."""
    return ids.new("ab")


class People(BaseUserManager["Person"]):
    """Makes people; an e-mail address is kept in lower case, so one person cannot have two accounts."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Return a new saved person; without a password they can sign in only after setting one."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person with this e-mail address, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class Mails(models.TextChoices):
    """When somebody wants mail about cases; what has a term of its own is always mailed at once."""

    DAILY = "daily"
    AT_ONCE = "at_once"


class Person(AbstractBaseUser):
    """Somebody who can sign in. What they may do stands in their memberships, never here."""

    public_id = models.CharField(max_length=16, unique=True, default=person_id, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    display_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, default=DEFAULT)
    mails = models.CharField(max_length=8, choices=Mails.choices, default=Mails.DAILY)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=now.now)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="person_email_once")]

    def __str__(self) -> str:
        return self.display_name or self.public_id

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the address in lower case."""
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)


class RuleRegime(models.TextChoices):
    """Which body of rules an agency stands under (the Executive Yuan's operational principle binds only the first)."""

    EXECUTIVE_YUAN = "executive_yuan", "行政院及所屬"
    OTHER_YUAN = "other_yuan", "其他院、總統府"
    LOCAL = "local", "地方政府"


class Agency(models.Model):
    """A government agency; what is unknown is empty and shown as 待補."""

    public_id = models.CharField(max_length=16, unique=True, default=agency_id, editable=False)
    names = models.JSONField(default=dict)
    name_key = models.CharField(max_length=200, db_index=True, editable=False)
    short_name = models.CharField(max_length=80, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    rule_regime = models.CharField(max_length=16, choices=RuleRegime.choices, blank=True)
    county_code = models.CharField(max_length=5, blank=True)
    seat_county = models.CharField(max_length=5, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    ended = models.BooleanField(default=False)
    provisional = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from"
    )
    phone = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=300, blank=True)
    directory_name = models.CharField(max_length=300, blank=True)
    successors: "models.ManyToManyField[Agency, Succession]" = models.ManyToManyField(
        "self",
        through="Succession",
        through_fields=("predecessor", "successor"),
        symmetrical=False,
        related_name="predecessors",
    )

    class Meta:
        ordering: ClassVar = ["name_key", "id"]
        indexes: ClassVar = [
            models.Index(fields=["parent", "name_key", "id"], name="agency_children"),
            models.Index(fields=["provisional", "name_key", "id"], name="agency_provisional"),
        ]

    def __str__(self) -> str:
        return self.name()

    def name(self, lang: str = DEFAULT) -> str:
        """Return the name in `lang`, else in Chinese."""
        names: LanguageMap = self.names
        return pick(names, lang)

    def final(self) -> "Agency":
        """Return the agency this one was merged into, through every merge; itself when it was not."""
        agency: Agency = self
        while agency.merged_into is not None:
            agency = agency.merged_into
        return agency

    def is_within(self, other: "Agency") -> bool:
        """Tell whether this is `other` or an agency below it."""
        step: Agency | None = self
        seen: set[int] = set()
        while step is not None and step.pk not in seen:
            if step.pk == other.pk:
                return True
            seen.add(step.pk)
            step = step.parent
        return False

    def in_force(self, day: date) -> bool:
        """Tell whether the agency exists on a Taipei date (half-open: `valid_to` is the first day without it).

        One that is known to have `ended` on an unknown day is in force on none.
        """
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (not self.ended if self.valid_to is None else day < self.valid_to)


class Succession(models.Model):
    """One agency took over from another (all or part), on a date when it is known."""

    predecessor = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="left_to")
    successor = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="came_from")
    on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once")
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class AliasScheme(models.TextChoices):
    """Who gave the alias."""

    OID = "oid", "OID"
    ORG_CODE = "org_code", "機關代碼"
    GOV_TW_NAME = "gov_tw_name", "政府資料開放平臺機關名稱"
    COUNTY5 = "county5", "縣市代碼"
    ISO = "iso", "ISO 3166-2"
    FORMER_NAME = "former_name", "舊稱"


class AgencyAlias(models.Model):
    """The name or number of an agency in somebody else's list."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="aliases")
    scheme = models.CharField(max_length=16, choices=AliasScheme.choices)
    value = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "value"], name="agency_alias_once")
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class Membership(models.Model):
    """A person holds a role, in an agency or (agency empty) in the house, from one day to another."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=24)
    valid_from = models.DateField(default=now.today)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["role", "agency"], name="membership_role")]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"


class Duty(models.Model):
    """A lead names who is on duty in an agency, half-open Taipei dates (`valid_to` None: until further notice)."""

    public_id = models.CharField(max_length=16, unique=True, default=duty_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="duties")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="duties")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency", "valid_from"], name="duty_agency")]

    def __str__(self) -> str:
        return f"{self.person} {self.valid_from}"


class Absence(models.Model):
    """An officer is away from one Taipei date to another (half-open); a colleague acts in their place."""

    public_id = models.CharField(max_length=16, unique=True, default=absence_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="absences")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    substitute = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="substitutions")
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "valid_to"], name="absence_agency"),
            models.Index(fields=["substitute", "valid_to"], name="absence_substitute"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_from__lt=models.F("valid_to")), name="absence_has_days"
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("substitute")), name="absence_by_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.substitute}"


class ApiKey(models.Model):
    """A machine's key. Only the SHA-256 of the secret is kept; the secret itself is shown once."""

    public_id = models.CharField(max_length=16, unique=True, default=key_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="api_keys")
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="api_keys"
    )
    label = models.CharField(max_length=80)
    secret_sha256 = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=now.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.public_id

    def usable(self) -> bool:
        """Tell whether the key is neither revoked nor expired now."""
        return self.revoked_at is None and now.now() < self.expires_at
