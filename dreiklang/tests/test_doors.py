"""Every address, and what each of the cast gets there: derived by hand from the rules, not recorded.

An address without a row fails the suite. `login` is the way to the sign-in page, other numbers are status codes; POST
sends an empty form, so that 422 or 200 means "let in, and told what is missing".
"""

from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from dreiklang.dialogue.actions.moderating import target_of
from dreiklang.dialogue.actions.telling import stop_path
from dreiklang.dialogue.models import helped_path
from dreiklang.dialogue.tests.makers import a_moderator, a_reply, a_room, a_thread, a_trace, agreed, an_attachment
from dreiklang.events.actions.subscribing import make_address
from dreiklang.events.models import Event, Material, Speaker
from dreiklang.events.tests.makers import a_trainer, an_event, some_material
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.secret_links import seal
from dreiklang.front.furnishing import bring_pages
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.groups.readers import MEMBERS, PUBLIC
from dreiklang.index.models import EqualWords
from dreiklang.letters.models import Letter
from dreiklang.library.actions.releasing import put_in_force
from dreiklang.library.models import Article
from dreiklang.library.tests.makers import a_draft
from dreiklang.moderation.actions.deciding import PURPOSE
from dreiklang.moderation.actions.deciding import decide as decide_case
from dreiklang.moderation.actions.reporting import report
from dreiklang.moderation.things import find
from dreiklang.people.actions.blocking import link_for
from dreiklang.people.actions.inviting import ask_for_access, invite
from dreiklang.people.actions.joining import take_office
from dreiklang.people.actions.releasing import release
from dreiklang.people.models import Release
from dreiklang.people.tests.makers import ada, ben, cem, olga
from dreiklang.places.tests.makers import a_municipality
from dreiklang.seats.actions.applying import apply
from dreiklang.seats.actions.deciding import decide
from dreiklang.seats.actions.registering import register
from dreiklang.seats.models import Draw, Registration
from dreiklang.seats.tests.makers import a_call, a_question, a_quota, an_application
from dreiklang.training.models import (
    BlockDate,
    BuildingBlock,
    FollowUp,
    MakeUp,
    PendingParticipant,
    PracticeProject,
    Programme,
    Proposal,
    Run,
    RunGuest,
)
from dreiklang.training.tests.makers import a_confirmation

# A visitor; Cem, a member; Ben, who has a seat and belongs to the cohort; Ada of the team; Olga, who runs the machine.
CAST = ("visitor", "cem", "ben", "ada", "olga")
EVERYONE = "200 200 200 200 200"
NOT_ALLOWED = "405 405 405 405 405"
SIGNED_IN = "login 200 200 200 200"
TEAM = "login 403 403 200 403"
BEN = "login 404 200 404 404"  # his own: not even the team
NOWHERE = "404 404 404 404 404"

DOORS = [
    # name of the address, what it is about, GET, POST
    ("home", "", EVERYONE, NOT_ALLOWED),
    ("page", "impressum", EVERYONE, NOT_ALLOWED),
    ("page", "hilfe-bei-anfeindung", EVERYONE, NOT_ALLOWED),
    ("edit_page", "impressum", TEAM, TEAM),
    ("edit_page", "vorlage-beweise", TEAM, TEAM),
    ("report_barrier", "", "302 302 302 302 302", "422 422 422 422 422"),
    ("language", "", NOT_ALLOWED, "302 302 302 302 302"),
    ("my_data", "", SIGNED_IN, "login 405 405 405 405"),
    ("my_data_export", "", SIGNED_IN, "login 405 405 405 405"),
    ("deletion", "", SIGNED_IN, SIGNED_IN),
    ("health", "", "503 503 503 503 503", NOT_ALLOWED),  # no worker runs in the tests, and it says so
    ("team", "", TEAM, "login 405 405 405 405"),
    ("undelivered", "", TEAM, "login 405 405 405 405"),
    ("repair_letter", "letter", "login 405 405 405 405", "login 403 403 404 403"),
    ("barriers", "", TEAM, "login 403 403 404 403"),
    ("municipalities", "", EVERYONE, NOT_ALLOWED),
    ("municipality", "current", EVERYONE, NOT_ALLOWED),
    ("municipality", "no longer current", NOWHERE, NOT_ALLOWED),
    ("demo_mailbox", "", NOWHERE, NOT_ALLOWED),
    ("demo_letter", "letter", NOWHERE, NOT_ALLOWED),
    ("demo_answer", "letter", NOT_ALLOWED, NOWHERE),
    ("account", "", SIGNED_IN, "login 405 405 405 405"),
    ("office", "", "login 302 200 302 302", "login 302 200 302 302"),  # only Ben holds one
    ("profile", "", SIGNED_IN, SIGNED_IN),
    ("release", "", SIGNED_IN, "login 404 404 404 404"),  # an act must be named
    ("colleague", "ben's card", SIGNED_IN, "login 405 405 405 405"),  # of a member for members
    ("colleague", "nobody's card", "login 404 404 404 404", "login 405 405 405 405"),
    ("message", "ben's card", "login 200 403 200 200", "login 422 403 422 422"),  # to others, not to oneself
    ("message", "nobody's card", "login 404 404 404 404", "login 404 404 404 404"),
    ("block_colleague", "ben's card", "login 200 403 200 200", "login 302 403 302 302"),
    ("block_colleague", "nobody's card", "login 404 404 404 404", "login 404 404 404 404"),
    ("blocks", "", SIGNED_IN, "login 404 404 404 404"),  # whom to take back must be named
    ("block_by_link", "ben's block", EVERYONE, "302 302 302 302 302"),  # whoever holds the link
    ("block_by_link", "forged", NOWHERE, NOWHERE),
    ("account_login", "", "200 302 302 302 302", "200 302 302 302 302"),
    ("account_request_login_code", "", "200 302 302 302 302", "200 302 302 302 302"),
    ("account_confirm_login_code", "", "302 302 302 302 302", "302 302 302 302 302"),
    ("account_logout", "", "302 200 200 200 200", "302 302 302 302 302"),
    ("account_inactive", "", EVERYONE, NOT_ALLOWED),
    ("account_change_password", "", SIGNED_IN, SIGNED_IN),
    ("account_set_password", "", "login 302 302 302 302", "login 302 302 302 302"),
    ("account_signup", "", EVERYONE, EVERYONE),
    ("invitation", "open", EVERYONE, EVERYONE),  # whoever holds the link
    ("invitation", "forged", NOWHERE, NOWHERE),
    ("team_people", "", TEAM, TEAM),
    ("groups", "", TEAM, "login 403 403 422 403"),
    ("group", "cohort alone", TEAM, "login 403 403 404 403"),  # nobody is named
    ("let_go", "ben's membership", "login 405 405 405 405", "login 403 403 302 403"),
    ("withdraw_invitation", "invitation", "login 405 405 405 405", "login 403 403 302 403"),
    ("decide_request", "request", TEAM, TEAM),
    ("registration", "ben's", EVERYONE, NOT_ALLOWED),  # whoever holds the link
    ("registration", "forged", NOWHERE, NOT_ALLOWED),
    ("registration", "of another purpose", NOWHERE, NOT_ALLOWED),
    ("confirmation", "ben's", NOT_ALLOWED, "302 302 302 302 302"),
    ("confirmation", "forged", NOT_ALLOWED, NOWHERE),
    ("cancellation", "ben's", NOT_ALLOWED, "302 302 302 302 302"),
    ("cancellation", "forged", NOT_ALLOWED, NOWHERE),
    ("registration_calendar", "ben's", EVERYONE, NOT_ALLOWED),
    ("registration_calendar", "forged", NOWHERE, NOT_ALLOWED),
    ("application", "call", SIGNED_IN, "login 422 422 422 422"),
    ("application", "call for the cohort", "login 403 200 403 403", "login 403 422 403 403"),
    ("application", "seats", "login 404 404 404 404", "login 404 404 404 404"),  # first come, first served
    ("acceptance", "offered", NOT_ALLOWED, "302 302 302 302 302"),
    ("acceptance", "forged", NOT_ALLOWED, NOWHERE),
    ("declining", "offered", NOT_ALLOWED, "302 302 302 302 302"),
    ("declining", "forged", NOT_ALLOWED, NOWHERE),
    ("lots", "call", EVERYONE, NOT_ALLOWED),
    ("lots", "seats", NOWHERE, NOT_ALLOWED),
    ("call", "call", TEAM, TEAM),
    ("call", "seats", TEAM, TEAM),
    ("new_question", "call", TEAM, TEAM),
    ("edit_question", "question", TEAM, TEAM),
    ("new_quota", "call", TEAM, TEAM),
    ("edit_quota", "quota", TEAM, TEAM),
    ("applications", "call", TEAM, "login 405 405 405 405"),
    ("applications", "seats", "login 403 403 404 403", "login 405 405 405 405"),
    ("list_of_applications", "call", TEAM, "login 405 405 405 405"),
    ("decision", "call", "login 405 405 405 405", "login 403 403 404 403"),
    ("proposed_choice", "call", TEAM, "login 403 403 302 403"),
    ("drawing", "call", "login 405 405 405 405", "login 403 403 302 403"),
    ("steering", "seats", TEAM, TEAM),
    ("list_of_seats", "seats", TEAM, "login 405 405 405 405"),
    ("steer_one", "registration", TEAM, TEAM),
    ("search", "", EVERYONE, NOT_ALLOWED),
    ("search_feed", "", EVERYONE, NOT_ALLOWED),
    ("search_feeds", "", SIGNED_IN, SIGNED_IN),
    ("tend_search", "", TEAM, TEAM),
    ("settle_word", "", "login 405 405 405 405", "login 403 403 302 403"),
    ("part_words", "equal words", "login 405 405 405 405", "login 403 403 302 403"),
    ("agenda", "", EVERYONE, NOT_ALLOWED),
    ("public_feed", "", EVERYONE, NOT_ALLOWED),
    ("new_event", "", TEAM, TEAM),
    ("rooms", "", EVERYONE, NOT_ALLOWED),
    ("room", "alle", SIGNED_IN, NOT_ALLOWED),
    ("room", "kreis", BEN, NOT_ALLOWED),  # a circle: not even the team
    ("house_rules", "", EVERYONE, "login 302 302 302 302"),
    ("following", "", SIGNED_IN, "login 302 302 302 302"),
    ("stop_following", "ben's letters", EVERYONE, EVERYONE),  # whoever holds the link
    ("stop_following", "forged", NOWHERE, NOWHERE),
    ("follow_room", "alle", "login 405 405 405 405", "login 302 302 302 302"),
    ("follow_room", "kreis", "login 405 405 405 405", "login 404 302 404 404"),
    ("read_room", "alle", "login 405 405 405 405", "login 302 302 302 302"),
    ("read_room", "kreis", "login 405 405 405 405", "login 404 302 404 404"),
    ("lock_room", "alle", "login 200 403 200 403", "login 422 403 422 403"),
    ("lock_room", "kreis", "login 404 403 200 404", "login 404 403 422 404"),  # the team arranges what it does not read
    ("follow_thread", "ben's thread", "login 405 405 405 405", "login 302 302 302 302"),
    ("follow_thread", "thread of the circle", "login 405 405 405 405", "login 404 302 404 404"),
    ("arrange_rooms", "", TEAM, "login 405 405 405 405"),
    ("new_room", "", TEAM, TEAM),
    ("arrange_room", "room of the circle", TEAM, "login 405 405 405 405"),
    ("edit_room", "room of the circle", TEAM, TEAM),
    ("change_moderators", "room of the circle", "login 405 405 405 405", "login 403 403 422 403"),
    ("change_members", "room of the circle", "login 405 405 405 405", "login 403 403 422 403"),
    ("archive_room", "room of the circle", "login 405 405 405 405", "login 403 403 302 403"),
    ("new_thread", "alle", SIGNED_IN, SIGNED_IN),
    ("new_thread", "kreis", BEN, BEN),
    ("held_post", "alle", SIGNED_IN, "login 405 405 405 405"),
    ("held_post", "kreis", BEN, "login 405 405 405 405"),
    ("thread", "ben's thread", SIGNED_IN, NOT_ALLOWED),
    ("thread", "thread of the circle", BEN, NOT_ALLOWED),
    ("asked", "", SIGNED_IN, "login 404 404 404 404"),  # an act must be named
    ("decline_question", "ben asked", EVERYONE, "302 302 302 302 302"),  # whoever holds the link
    ("decline_question", "forged", NOWHERE, NOWHERE),
    ("decline_question", "answer that helped ben", NOWHERE, NOWHERE),  # of another purpose
    ("pass_on_question", "ben asked", EVERYONE, EVERYONE),
    ("pass_on_question", "forged", NOWHERE, NOWHERE),
    ("helped", "answer that helped ben", EVERYONE, "302 302 302 302 302"),
    ("helped", "forged", NOWHERE, NOWHERE),
    ("helped", "ben asked", NOWHERE, NOWHERE),  # of another purpose
    ("waiting_questions", "", TEAM, "login 405 405 405 405"),
    ("reply", "ben's thread", "login 302 302 302 302", "login 422 422 422 422"),
    ("reply", "thread of the circle", "login 404 302 404 404", "login 404 422 404 404"),
    ("change_post", "ben's post", "login 403 200 403 403", "login 403 200 403 403"),
    ("change_post", "post of the circle", BEN, BEN),
    ("questions", "", EVERYONE, NOT_ALLOWED),
    ("similar_questions", "", SIGNED_IN, "login 405 405 405 405"),
    ("preview", "", "login 405 405 405 405", SIGNED_IN),
    ("attachment", "ben's picture", SIGNED_IN, NOT_ALLOWED),
    ("attachment", "picture of the circle", BEN, NOT_ALLOWED),
    ("remove_attachment", "ben's picture", "login 405 405 405 405", "login 403 302 403 403"),
    ("remove_attachment", "picture of the circle", "login 405 405 405 405", "login 404 302 404 404"),
    # Ada is of the team and reads the room of all: she tends it. Cem moderates there. Nobody but Ben reads the circle.
    ("thread_summary", "ben's thread", "login 200 403 200 403", "login 200 403 200 403"),  # empty: none is wished
    ("thread_summary", "thread of the circle", "login 404 403 404 404", "login 404 403 404 404"),
    ("thread_steering", "ben's thread", "login 405 405 405 405", "login 404 403 403 403"),  # an act must be named
    ("thread_steering", "thread of the circle", "login 405 405 405 405", "login 404 403 404 404"),
    ("thread_state", "ben's thread", "login 200 200 403 403", "login 200 200 403 403"),
    ("thread_state", "thread of the circle", BEN, BEN),
    ("traces", "ben's thread", "login 200 200 200 403", "login 200 200 200 403"),
    ("traces", "thread of the circle", BEN, BEN),
    ("forget_trace", "ben's trace", "login 405 405 405 405", "login 302 302 302 403"),
    ("forget_trace", "trace of the circle", "login 405 405 405 405", "login 404 302 404 404"),
    ("post_history", "ben's post", SIGNED_IN, NOT_ALLOWED),
    ("post_history", "post of the circle", BEN, NOT_ALLOWED),
    ("useful", "ben's post", "login 405 405 405 405", "login 302 403 302 302"),  # not one's own
    ("useful", "post of the circle", "login 405 405 405 405", "login 404 403 404 404"),
    ("acceptance_of_answer", "cem's answer", "login 405 405 405 405", "login 403 302 403 403"),  # whoever asked
    ("acceptance_of_answer", "ben's post", "login 405 405 405 405", "login 403 403 403 403"),  # the question itself
    ("acceptance_of_answer", "post of the circle", "login 405 405 405 405", "login 404 403 404 404"),
    ("checking_of_post", "ben's post", "login 405 405 405 405", "login 302 403 302 403"),
    ("checking_of_post", "cem's answer", "login 405 405 405 405", "login 403 403 302 403"),  # never one's own
    ("checking_of_post", "post of the circle", "login 405 405 405 405", "login 404 403 404 404"),
    ("report", "ben's post", "login 200 403 200 200", "login 422 403 422 422"),  # what others wrote
    ("report", "post of the circle", "login 404 403 404 404", "login 404 403 404 404"),
    ("withdraw_post", "ben's post", "login 403 200 403 403", "login 403 302 403 403"),
    ("withdraw_post", "post of the circle", BEN, "login 404 302 404 404"),
    ("moderation", "", SIGNED_IN, "login 405 405 405 405"),
    ("case", "case", "login 404 404 200 404", "login 404 404 422 404"),  # nobody moderates there: the team
    ("case", "case where cem moderates", "login 200 404 404 404", "login 422 404 404 404"),
    ("waiting_post", "waiting", "login 200 404 404 404", "login 200 404 404 404"),  # Cem moderates, and no team
    ("reveal", "ben's voice", "login 200 404 404 404", "login 200 404 404 404"),
    ("own_decisions", "", SIGNED_IN, "login 405 405 405 405"),
    ("own_decision", "decision", BEN, "login 404 422 404 404"),  # the author alone
    ("objection", "ben's objection", EVERYONE, "422 422 422 422 422"),  # whoever holds the link
    ("objection", "forged", NOWHERE, NOWHERE),
    ("crisis", "", SIGNED_IN, "login 422 422 422 422"),
    ("crisis_help", "", SIGNED_IN, "login 302 302 302 302"),
    ("event", "public", EVERYONE, NOT_ALLOWED),
    ("event", "members", "404 200 200 200 200", NOT_ALLOWED),
    ("event", "cohort", "404 404 200 200 404", NOT_ALLOWED),
    ("event", "for-the-team", "404 404 404 200 404", NOT_ALLOWED),
    ("event", "draft", "404 404 404 200 404", NOT_ALLOWED),
    ("event_calendar", "public", EVERYONE, NOT_ALLOWED),
    ("event_calendar", "members", "404 200 200 200 200", NOT_ALLOWED),
    ("event_calendar", "cohort", "404 404 200 200 404", NOT_ALLOWED),
    ("event_calendar", "draft", "404 404 404 200 404", NOT_ALLOWED),
    ("event_picture", "public", EVERYONE, NOT_ALLOWED),
    ("event_picture", "members", "404 200 200 200 200", NOT_ALLOWED),
    ("event_picture", "draft", "404 404 404 200 404", NOT_ALLOWED),
    ("event_registration", "public", "302 302 302 302 302", "422 302 302 302 302"),
    ("event_registration", "seats-for-members", "302 302 302 302 302", "403 302 302 302 302"),
    ("event_registration", "cohort", "404 404 302 302 404", "404 404 302 403 404"),
    ("event_registration", "draft", "404 404 404 302 404", "404 404 404 404 404"),
    ("event_cancellation", "public", "302 302 302 302 302", "login 302 302 302 302"),
    ("event_cancellation", "cohort", "404 404 302 302 404", "login 404 302 302 404"),
    ("edit_event", "public", TEAM, TEAM),
    ("edit_event", "draft", TEAM, TEAM),
    ("new_session", "public", TEAM, TEAM),
    ("event_publication", "public", "login 405 405 405 405", "login 403 403 302 403"),
    ("event_publication", "draft", "login 405 405 405 405", "login 403 403 302 403"),
    ("event_calling_off", "public", TEAM, TEAM),
    ("event_discarding", "public", "login 403 403 404 403", "login 403 403 404 403"),
    ("event_discarding", "draft", TEAM, "login 403 403 302 403"),
    ("speakers", "public", TEAM, TEAM),
    ("speakers", "draft", TEAM, TEAM),
    ("edit_speaker", "speaker", TEAM, TEAM),
    ("edit_speaker", "speaker of another event", "login 403 403 404 403", "login 403 403 404 403"),
    ("speaker_link", "speaker", "login 405 405 405 405", "login 403 403 404 403"),  # an act must be named
    ("speaker", "lea's", EVERYONE, NOT_ALLOWED),  # whoever holds the link
    ("speaker", "withdrawn from lea", "410 410 410 410 410", NOT_ALLOWED),
    ("speaker", "forged", NOWHERE, NOT_ALLOWED),
    ("speaker", "of another purpose", NOWHERE, NOT_ALLOWED),
    ("speaker_consent", "lea's", NOT_ALLOWED, NOWHERE),  # neither yes nor no
    ("speaker_consent", "withdrawn from lea", NOT_ALLOWED, "410 410 410 410 410"),
    ("speaker_consent", "forged", NOT_ALLOWED, NOWHERE),
    ("new_contribution", "lea's", EVERYONE, EVERYONE),
    ("new_contribution", "withdrawn from lea", "410 410 410 410 410", "410 410 410 410 410"),
    ("new_contribution", "forged", NOWHERE, NOWHERE),
    ("contribution", "lea's material", EVERYONE, EVERYONE),
    ("contribution", "material of the team", NOWHERE, NOWHERE),
    ("contribution_withdrawal", "lea's material", EVERYONE, "302 302 302 302 302"),
    ("contribution_withdrawal", "material of the team", NOWHERE, NOWHERE),
    ("event_trainers", "public", TEAM, "login 403 403 404 403"),
    ("event_trainers", "draft", TEAM, "login 403 403 404 403"),
    ("release_trainer", "cem's part", "login 405 405 405 405", "login 403 403 302 403"),
    ("attendance", "led", "login 200 403 403 403", "login 302 403 403 403"),  # its trainer, and no team
    ("attendance", "public", "login 403 403 403 403", "login 403 403 403 403"),
    ("attendance", "draft", "login 404 404 403 404", "login 404 404 403 404"),
    ("meeting_code", "led", "login 200 403 403 403", "login 405 405 405 405"),
    ("check_in", "led", "login 403 200 403 403", "login 403 422 403 403"),  # who is expected
    ("check_in", "cohort", "login 404 403 403 404", "login 404 403 403 404"),
    ("absence", "led", "login 403 200 403 403", "login 403 302 403 403"),
    ("online_room", "led", "login 302 302 302 403", "login 405 405 405 405"),
    ("online_room", "cohort", "login 404 403 404 404", "login 405 405 405 405"),
    ("materials", "led", "login 200 403 200 403", "login 405 405 405 405"),
    ("new_material", "led", "login 200 403 200 403", "login 200 403 200 403"),
    ("material", "led's slides", "404 302 302 302 404", NOT_ALLOWED),  # who comes, who leads, the team
    ("edit_material", "led's slides", "login 200 403 200 403", "login 200 403 200 403"),
    ("remove_material", "led's slides", "login 200 403 200 403", "login 302 403 302 403"),
    ("my_calendar", "", SIGNED_IN, SIGNED_IN),
    ("own_feed", "ben's calendar", EVERYONE, NOT_ALLOWED),  # whoever holds the link
    ("own_feed", "forged", NOWHERE, NOT_ALLOWED),
    ("my_training", "", SIGNED_IN, "login 405 405 405 405"),
    ("make_up", "missed", "login 405 405 405 405", "login 404 302 404 404"),  # hers alone: Ben is of the cohort
    ("take_back", "made up", "login 405 405 405 405", "login 404 302 404 404"),
    ("new_programme", "", TEAM, TEAM),
    ("edit_programme", "programme", TEAM, TEAM),
    ("discard_programme", "programme", TEAM, "login 403 403 302 403"),
    ("new_block", "programme", TEAM, TEAM),
    ("edit_block", "block", TEAM, TEAM),
    ("discard_block", "block", TEAM, "login 403 403 302 403"),
    ("team_runs", "", TEAM, "login 405 405 405 405"),
    ("new_run", "programme", TEAM, TEAM),
    ("team_run", "run of the team", TEAM, "login 405 405 405 405"),
    ("plan_run", "run of the team", TEAM, TEAM),
    ("edit_run", "run of the team", TEAM, TEAM),
    ("publish_run", "run of the team", TEAM, "login 403 403 302 403"),
    ("discard_run", "run of the team", TEAM, "login 403 403 302 403"),
    ("call_run", "run of the team", TEAM, TEAM),
    ("new_date", "run of the team", TEAM, TEAM),
    ("detach_date", "date to detach", TEAM, "login 403 403 302 403"),
    ("programmes", "", EVERYONE, NOT_ALLOWED),
    ("confirmations", "", SIGNED_IN, "login 405 405 405 405"),
    # Ben's own, and nobody else's: not even the team downloads it.
    ("confirmation_paper", "confirmation", "login 404 200 404 404", "login 405 405 405 405"),
    ("confirmation_badge", "confirmation", "login 404 200 404 404", "login 405 405 405 405"),
    ("renewal", "confirmation", "login 405 405 405 405", "login 404 302 404 404"),
    ("checking", "", EVERYONE, NOT_ALLOWED),
    ("check", "ben's code", EVERYONE, NOT_ALLOWED),  # whoever holds the code
    ("check", "no code", NOWHERE, NOT_ALLOWED),
    ("check_badge", "", NOT_ALLOWED, "422 422 422 422 422"),
    ("revoked_badges", "list", EVERYONE, NOT_ALLOWED),
    ("issuer_keys", "", EVERYONE, NOT_ALLOWED),
    ("run_confirmations", "run alone", TEAM, "login 403 403 302 403"),
    ("revocation", "confirmation", TEAM, "login 403 403 422 403"),
    ("programme", "programme", EVERYONE, NOT_ALLOWED),
    ("run", "run", EVERYONE, NOT_ALLOWED),
    ("run", "run in draft", "404 404 404 200 404", NOT_ALLOWED),
    ("run_guest", "gita's", EVERYONE, NOT_ALLOWED),  # whoever holds the link
    ("run_guest", "gita's that ended", "410 410 410 410 410", NOT_ALLOWED),
    ("run_guest", "withdrawn from gita", "410 410 410 410 410", NOT_ALLOWED),
    ("run_guest", "of another purpose", NOWHERE, NOT_ALLOWED),
    ("run_guest", "forged", NOWHERE, NOT_ALLOWED),
    ("guest_material", "gita's slides", "302 302 302 302 302", NOT_ALLOWED),
    ("guest_material", "slides of another run", NOWHERE, NOT_ALLOWED),
    ("guest_material", "slides after she was withdrawn", "410 410 410 410 410", NOT_ALLOWED),
    ("run_guests", "run", TEAM, TEAM),
    ("run_guests", "draft run", TEAM, TEAM),
    ("change_guest", "guest", "login 405 405 405 405", "login 403 403 404 403"),  # an act must be named
    ("change_guest", "guest of another run", "login 405 405 405 405", "login 403 403 404 403"),
    ("run_list", "run", TEAM, TEAM),
    ("run_report", "run", TEAM, "login 405 405 405 405"),
    ("run_report_pdf", "run", TEAM, "login 405 405 405 405"),
    ("run_report_table", "run", TEAM, "login 405 405 405 405"),
    ("papers", "date of the run", "login 200 404 200 404", "login 405 405 405 405"),  # Cem leads it
    ("papers", "event of no run", "login 403 403 404 403", "login 405 405 405 405"),
    ("attendance_sheet", "date of the run", "login 200 404 200 404", "login 405 405 405 405"),
    ("name_badges", "date of the run", "login 200 404 200 404", "login 405 405 405 405"),
    ("expected_table", "date of the run", "login 200 404 200 404", "login 405 405 405 405"),
    ("change_pending", "listed", "login 405 405 405 405", "login 403 403 404 403"),
    ("change_pending", "listed in another run", "login 405 405 405 405", "login 403 403 404 403"),
    ("block", "block", EVERYONE, NOT_ALLOWED),
    ("evaluation", "date", "login 404 200 200 404", "login 404 302 302 404"),  # before it opens
    ("evaluation_questions", "date", TEAM, TEAM),
    ("evaluation_table", "date", "login 403 403 404 403", "login 405 405 405 405"),  # there are no results yet
    ("competences", "date", BEN, "login 404 302 404 404"),
    ("my_learning", "run", BEN, "login 405 405 405 405"),
    ("practice_project", "run", BEN, "login 404 302 404 404"),
    ("practice_project_editing", "run", BEN, "login 404 422 404 404"),
    ("practice_project_questions", "run", "login 405 405 405 405", "login 404 302 404 404"),
    ("follow_up", "follow-up", BEN, "login 404 422 404 404"),
    ("practice_project_deletion", "run", BEN, "login 404 302 404 404"),
    ("practice_projects", "run", "login 404 200 200 404", "login 405 405 405 405"),
    ("needs", "programme", TEAM, "login 403 403 422 403"),
    ("articles_feed", "", EVERYONE, NOT_ALLOWED),
    ("article_amb", "public-page", EVERYONE, NOT_ALLOWED),
    ("article_amb", "page-of-members", NOWHERE, NOT_ALLOWED),  # for catalogues: what everybody reads, or nothing
    ("article_amb", "withdrawn-page", NOWHERE, NOT_ALLOWED),
    ("proposals", "programme", "login 404 200 200 404", "login 405 405 405 405"),
    ("proposal", "proposal", TEAM, "login 403 403 422 403"),
]


def test_every_address_has_its_rows():
    assert addresses() - {name for name, *_rest in DOORS} == set()
    assert {name for name, *_rest in DOORS} - addresses() == set()


def test_an_address_without_a_row_would_be_found():
    assert "home" in addresses() - {name for name, *_rest in DOORS if name != "home"}


def addresses() -> set[str]:
    return {key for key in get_resolver().reverse_dict if isinstance(key, str)}


@pytest.mark.parametrize(("name", "about", "get", "post"), DOORS, ids=lambda value: str(value)[:24])
def test_a_door_opens_to_whom_the_rules_say(house, name, about, get, post):
    path = house.path(name, about)
    for method, answers in (("GET", get), ("POST", post)):
        expected = {who: f"{method} {answer}" for who, answer in zip(CAST, answers.split(), strict=True)}
        assert {who: f"{method} {house.knock(who, method, path)}" for who in CAST} == expected


def test_a_rule_that_forgot_to_ask_would_be_found(house, monkeypatch):
    monkeypatch.setattr("dreiklang.seats.views.registering.may_steer", lambda person: True)
    assert house.knock("cem", "GET", house.path("steering", "seats")) == "200"


@pytest.fixture(scope="module")
def furnished(django_db_setup, django_db_blocker):
    """One house for all doors; each test opens a savepoint in it, so that none finds what another changed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield House()
        transaction.set_rollback(True)


@pytest.fixture
def house(furnished, db):
    return furnished


def _signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


class House:
    def __init__(self):
        self.people = {"ada": ada(password="x"), "ben": ben(password="x"), "cem": cem(password="x")}
        self.people["olga"] = olga(password="x")
        self.cohort = Group.objects.create(name="Jahrgang", kind=Group.COHORT)
        join(self.cohort, self.people["ben"])
        take_office(self.people["ben"], a_municipality(), title="Integrationsbeauftragter")
        self.card = release(self.people["ben"])
        self.cookies = {who: _signed_in(person).cookies.output(header="") for who, person in self.people.items()}
        self._hold_events()
        self._talk()
        self._ask_speakers()
        self.links = self._write_letters()
        bring_pages()
        self._teach()
        self._write_pages()
        a_municipality("Früher", "99115999", is_current=False)

    def _write_pages(self):
        ben, ada, today = self.people["ben"], self.people["ada"], timezone.localdate()
        for slug, token in {"public-page": PUBLIC, "page-of-members": MEMBERS, "withdrawn-page": PUBLIC}.items():
            article = a_draft(ben, title=slug, readers=token)
            put_in_force(article, [], by=ada, as_of=today, checked_until=today + timedelta(days=365))
        Article.objects.filter(slug="withdrawn-page").update(state=Article.WITHDRAWN)

    def _talk(self):
        ben = self.people["ben"]
        agreed(*self.people.values())
        self.thread = a_thread(a_room(slug="alle"), ben)
        self.circle = a_room("Kreis", slug="kreis", readers=self.cohort.token, writers=self.cohort.token)
        self.inner = a_thread(self.circle, ben, title="Wer zahlt?")
        cems = a_thread(self.thread.room, self.people["cem"], title="Wer weiß es?")
        self.asked = cems.asked.get(person=ben).path.split("/")[-2]
        self.helped = helped_path(a_reply(cems, self.people["ada"]), ben).split("/")[-2]
        a_moderator(self.thread.room, self.people["cem"])
        self.answer = a_reply(self.thread, self.people["cem"])
        self.trace, self.inner_trace = (a_trace(thread) for thread in (self.thread, self.inner))
        self.picture, self.inner_picture = (
            an_attachment(thread.posts.get(number=1)) for thread in (self.thread, self.inner)
        )
        self._moderate(ben)

    def _moderate(self, ben):
        """Cem looks after a room with approval; Ben wrote there, and once as a voice. Elsewhere nobody moderates."""
        cem, ada = self.people["cem"], self.people["ada"]
        room = a_room("Betreut", slug="betreut", needs_approval=True)
        a_moderator(room, cem)
        self.waiting = a_thread(room, ben, title="Darf ich?").posts.get()
        self.voice = a_thread(room, ben, title="Ohne Namen", line="Integrationsbeauftragte").voices.get()
        self.case = self._report(a_thread(a_room("Ohne"), ben))
        self.cems_case = self._report(self.voice.thread)
        decided = self._report(a_thread(a_room("Entschieden"), ben))
        self.decision = decide_case(decided, what="hint", because="other", reason="Bitte sachlich.", by=ada)

    def _report(self, thread):
        target = target_of(thread.posts.get())
        return report(find([target])[target], kind="other", by=self.people["olga"]).case

    def _hold_events(self):
        plain = {"slug": "public"}, {"slug": "members", "readers": "members", "open_to": "members"}
        cohort = {"slug": "cohort", "readers": self.cohort.token, "open_to": self.cohort.token}
        closed = {"slug": "for-the-team", "readers": "team"}, {"slug": "draft", "state": Event.DRAFT}
        for facts in (*plain, cohort, *closed, {"slug": "seats-for-members", "open_to": "members"}):
            event = an_event(facts["slug"], **facts)
            event.picture.save("bild.webp", ContentFile(b"RIFF"))
        self.seats = Event.objects.get(slug="public").seats
        self.registration = register(self.seats, self.people["ben"])
        self._call_for_applications()

    def _call_for_applications(self):
        self.call, self.cohorts_call = a_call(), a_call(open_to=self.cohort.token)
        self.question, self.quota = a_question(self.call), a_quota(self.call)
        a_question(self.cohorts_call)
        apply(self.call, self.people["ben"], {self.question: "yes"})
        Draw.objects.create(seats=self.call)
        self.offered = an_application(a_call())
        (self.offered,) = decide(
            self.offered.seats, [self.offered], Registration.OFFERED, by=self.people["ada"], reason="Passt."
        )
        self._hold_a_session()

    def _hold_a_session(self):
        """It has just begun, online. Cem leads it, Ben comes."""
        link, now = "https://meet.example/", timezone.now()
        led = an_event("led", slug="led", starts=now, readers="members", open_to="members", link=link)
        register(led.seats, self.people["ben"])
        self.part = a_trainer(led, self.people["cem"])
        self.slides = some_material(led, file=None, url=link)
        self.token = make_address(self.people["ben"])
        self.equal = EqualWords.objects.create(words="Sprachlotse, Sprachmittlerin")

    def _ask_speakers(self):
        event = Event.objects.get(slug="public")
        self.speaker = Speaker.objects.create(event=event, name="Lea", email="lea@example.net", link_key=fresh_id())
        self.bare = Material.objects.create(event=event, kind=Material.LINK, title="Link", url="https://example.org/")
        self.given = Material(
            event=event, kind=Material.LINK, title="Folien", url="https://example.org/", brought_by=self.speaker
        )
        self.given.save()

    def _write_letters(self) -> dict:
        self.invitation = invite("nele@example.org", by=self.people["ada"])
        self.request = ask_for_access("Ruth", "ruth@example.org", None, "Integrationsbeauftragte")
        return {
            "open": seal(self.invitation.pk, "invitation"),
            "ben's": seal(self.registration.pk, "registration"),
            "offered": seal(self.offered.pk, "registration"),
            "of another purpose": seal(self.registration.pk, "invitation"),
            "lea's": self.speaker.secret,
            "ben asked": self.asked,
            "answer that helped ben": self.helped,
            "withdrawn from lea": seal(fresh_id(), "speaker"),
            "ben's calendar": self.token,
            "ben's objection": seal(self.decision.pk, PURPOSE),
            "ben's block": link_for(self.people["ben"], self.people["cem"]).split("/")[-2],
            "ben's letters": stop_path(self.people["ben"], "thread", self.thread.pk).split("/")[-2],
            "forged": f"{self.registration.pk}~gefälscht",
        }

    def _teach(self):
        self.programme = Programme.objects.create(slug="programm", title="Programm", summary="Worum es geht.")
        blocks = [
            BuildingBlock.objects.create(
                programme=self.programme, slug=slug, letter=letter, title="Baustein", kind="Block", summary="Kurz."
            )
            for letter, slug in (("A", "baustein"), ("B", "zweiter"), ("C", "dritter"))
        ]  # fmt: skip
        self.confirmation = a_confirmation(self.people["ben"])
        self.run = Run.objects.create(programme=self.programme, title="Durchgang", cohort=self.cohort)
        self.draft = self.draft_run = Run.objects.create(programme=self.programme, title="Noch nicht", state=Run.DRAFT)
        other = Run.objects.create(programme=self.programme, title="Nächster")
        BlockDate.objects.create(run=self.run, block=blocks[0], event=Event.objects.get(slug="public"))
        project = PracticeProject.objects.create(run=self.run, person=self.people["ben"], title="Mappe", aim="Ankommen")
        FollowUp.objects.create(project=project, months=3)
        self.proposal = Proposal.objects.create(programme=self.programme, text="Mehr Zeit")
        self.missed, self.instead = (
            an_event(f"Sitzung {run}", readers=self.cohort.token, capacity=None) for run in (self.run, other)
        )
        for run, event in ((self.run, self.missed), (other, self.instead)):
            self.date = BlockDate.objects.create(run=run, block=blocks[1], event=event)
        ben = self.people["ben"]
        self.made_up = MakeUp.objects.create(person=ben, missed=an_event("Versäumt"), instead=self.instead)
        self._invite_guests(blocks[2])

    def _invite_guests(self, block):
        days = {"gita's": 1, "gita's that ended": -1, "withdrawn from gita": 1}
        for about, number in days.items():
            until = timezone.now() + timedelta(days=number)
            self.guest = RunGuest.objects.create(run=self.run, name="Gita", email="gita@example.net", until=until)
            self.links[about] = self.guest.secret
        RunGuest.objects.filter(pk=self.guest.pk).update(withdrawn_at=timezone.now())
        event = an_event("Im Durchgang", slug="in-the-run", readers="team")
        BlockDate.objects.create(run=self.run, block=block, event=event)
        a_trainer(event, self.people["cem"])
        self.of_run = some_material(event, file=None, url="https://example.org/folien")
        self.listed = PendingParticipant.objects.create(run=self.run, name="Nele", email="nele@example.org")

    def path(self, name: str, about: str) -> str:
        return reverse(name, kwargs=self._keys(name, about))

    def _keys(self, name: str, about: str) -> dict:
        if about in self.links:
            return {"token": self.links[about]}
        opaque = {
            "letter": Letter.objects.first, "invitation": lambda: self.invitation, "request": lambda: self.request,
            "seats": lambda: self.seats, "registration": lambda: self.registration, "call": lambda: self.call,
            "call for the cohort": lambda: self.cohorts_call, "question": lambda: self.question,
            "quota": lambda: self.quota, "equal words": lambda: self.equal,
            "cohort alone": lambda: self.cohort,
            "confirmation": lambda: self.confirmation, "run alone": lambda: self.run,
            "ben's thread": lambda: self.thread, "thread of the circle": lambda: self.inner,
            "case": lambda: self.case, "case where cem moderates": lambda: self.cems_case,
            "waiting": lambda: self.waiting, "ben's voice": lambda: self.voice, "decision": lambda: self.decision,
            "room of the circle": lambda: self.circle,
            "ben's card": lambda: self.card, "nobody's card": Release,
        }  # fmt: skip
        if about in opaque:
            return {"pk": opaque[about]().pk}
        special = {
            "ben's membership": {"pk": self.cohort.pk, "membership": self.cohort.memberships.get().pk},
            "ben's post": {"pk": self.thread.pk, "number": 1},
            "post of the circle": {"pk": self.inner.pk, "number": 1},
            "cem's answer": {"pk": self.thread.pk, "number": 2},
            "ben's trace": {"pk": self.thread.pk, "trace": self.trace.pk},
            "trace of the circle": {"pk": self.inner.pk, "trace": self.inner_trace.pk},
            "ben's picture": {"pk": self.picture.pk},
            "picture of the circle": {"pk": self.inner_picture.pk},
            "cem's part": {"slug": "led", "pk": self.part.pk},
            "led's slides": {"slug": "led", "pk": self.slides.pk},
            "programme": {"slug": "programm"},
            "run of the team": {"pk": self.run.pk},
            "current": {"key": "99115003"},
            "no longer current": {"key": "99115999"},
            "date to detach": {"pk": self.date.run_id, "date": self.date.pk},
            "run in draft": {"slug": "programm", "pk": self.draft.pk},
            "block": {"slug": "programm", "block": "baustein"},
            "ben's code": {"code": self.confirmation.code},
            "no code": {"code": "a" * 26},
            "list": {"number": 0},
            "date": {"slug": "programm", "pk": self.run.pk, "block": "baustein"},
            "follow-up": {"slug": "programm", "pk": self.run.pk, "months": 3},
            "proposal": {"slug": "programm", "pk": self.proposal.pk},
            "missed": {"missed": self.missed.pk, "instead": self.instead.pk},
            "made up": {"pk": self.made_up.pk},
            "run": self._run_at(name, self.run),
            "draft run": self._run_at(name, self.draft_run),
            "guest": {"pk": self.run.pk, "guest": self.guest.pk},
            "guest of another run": {"pk": self.draft_run.pk, "guest": self.guest.pk},
            "gita's slides": {"token": self.links["gita's"], "pk": self.of_run.pk},
            "slides of another run": {"token": self.links["gita's"], "pk": self.slides.pk},
            "slides after she was withdrawn": {"token": self.links["withdrawn from gita"], "pk": self.of_run.pk},
            "date of the run": {"pk": self.of_run.event_id},
            "event of no run": {"pk": Event.objects.get(slug="members").pk},
            "listed": {"pk": self.run.pk, "pending": self.listed.pk},
            "listed in another run": {"pk": self.draft_run.pk, "pending": self.listed.pk},
            "lea's material": {"token": self.links["lea's"], "pk": self.given.pk},
            "material of the team": {"token": self.links["lea's"], "pk": self.bare.pk},
            "speaker": {"slug": "public", "pk": self.speaker.pk},
            "speaker of another event": {"slug": "members", "pk": self.speaker.pk},
        }
        return special.get(about) or ({"slug": about} if about else {})

    @staticmethod
    def _run_at(name: str, run: Run) -> dict:
        return {"pk": run.pk} if name.startswith("run_") else {"slug": "programm", "pk": run.pk}

    def knock(self, who: str, method: str, path: str) -> str:
        client = Client()
        client.cookies = SimpleCookie(self.cookies.get(who))  # each knock comes with those of the beginning
        answer = client.generic(method, path)
        self._undo(path)
        if answer.status_code == 302 and answer.url.startswith(f"{reverse(settings.LOGIN_URL)}?next="):
            return "login"
        return str(answer.status_code)

    def _undo(self, path: str):
        """What one of the cast changed is set right before the next comes: each stands before the same door."""
        if "/absage/" in path or "abmeldung" in path:
            Registration.objects.filter(pk=self.registration.pk).update(state=Registration.CONFIRMED)
        if "/annahme/" in path or "/verzicht/" in path:
            self.offered.save()
        Event.objects.filter(slug="draft").update(state=Event.DRAFT)
        for row in (self.trace, self.inner_trace, self.picture, self.inner_picture):
            if not type(row).objects.filter(pk=row.pk).exists():
                row.save(force_insert=True)
        for item in (self.slides, self.given):
            if not Material.objects.filter(pk=item.pk).exists():
                item.save(force_insert=True)
