"""The survey's texts and links, under InMoment's own names, so that its documentation can be followed to the letter."""

from typing import Annotated, TypedDict

from wootric_snippet.validators.urls import link

Link = Annotated[str, link]
"""An http or https URL."""


class FollowupQuestions(TypedDict, total=False):
    """The question after the score, by what kind of person gave it."""

    detractor_question: str
    passive_question: str
    promoter_question: str


class PlaceholderTexts(TypedDict, total=False):
    """What stands in the empty text field, by what kind of person gave the score."""

    detractor_text: str
    passive_text: str
    promoter_text: str


class CustomMessages(TypedDict, total=False):
    """InMoment's `window.customMessages`, under its own names."""

    followup_question: str
    followup_questions_list: FollowupQuestions
    placeholder_text: str
    placeholder_texts_list: PlaceholderTexts


class ThankYouSetupList(TypedDict, total=False):
    """The line above the thanks, by what kind of person gave the score."""

    detractor_thank_you_setup: str
    passive_thank_you_setup: str
    promoter_thank_you_setup: str


class ThankYouMainList(TypedDict, total=False):
    """The thanks, by what kind of person gave the score."""

    detractor_thank_you_main: str
    passive_thank_you_main: str
    promoter_thank_you_main: str


class ThankYouMessages(TypedDict, total=False):
    """What the thank-you page says."""

    thank_you_setup: str
    thank_you_main: str
    thank_you_setup_list: ThankYouSetupList
    thank_you_main_list: ThankYouMainList


class ThankYouLinkTextList(TypedDict, total=False):
    """The words of the thank-you page's link, by what kind of person gave the score."""

    detractor_thank_you_link_text: str
    passive_thank_you_link_text: str
    promoter_thank_you_link_text: str


class ThankYouLinkURLList(TypedDict, total=False):
    """The target of the thank-you page's link, by what kind of person gave the score."""

    detractor_thank_you_link_url: Link
    passive_thank_you_link_url: Link
    promoter_thank_you_link_url: Link


class ThankYouLinks(TypedDict, total=False):
    """The thank-you page's link."""

    thank_you_link_text: str
    thank_you_link_url: Link
    thank_you_link_text_list: ThankYouLinkTextList
    thank_you_link_url_list: ThankYouLinkURLList


class ThankYou(TypedDict, total=False):
    """InMoment's `window.Wootric`, under its own names: the thank-you page."""

    add_score_param_to_url: bool
    add_comment_param_to_url: bool
    add_email_param_to_url: bool
    thankYouMessages: ThankYouMessages
    thankYouLinks: ThankYouLinks
