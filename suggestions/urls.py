"""Addresses of suggestions and of thanks."""

from django.urls import path

from suggestions.views import answering, listing, reading, receipt, suggesting, thanks

app_name = "suggestions"
urlpatterns = [
    path("", listing.suggestions, name="suggestions"),
    path("new/", suggesting.new, name="new"),
    path("receipt/", receipt.receipt, name="receipt"),
    path("receipt/say/", receipt.say, name="receipt_say"),
    path("<int:number>/", reading.suggestion, name="suggestion"),
    path("<int:number>/say/", reading.say, name="say"),
    path("<int:number>/support/", reading.support, name="support"),
    path("<int:number>/move/", answering.move, name="move"),
    path("<int:number>/hand-over/", answering.hand_over, name="hand_over"),
    path("<int:number>/link/", answering.link, name="link"),
    path("<int:number>/merge/", answering.merge, name="merge"),
    path("<int:number>/apart/", answering.unmerge, name="unmerge"),
    path("<int:number>/redact/", answering.redact, name="redact"),
    path("thanks/", thanks.thanks, name="thanks"),
    path("thanks/<int:number>/share/", thanks.share, name="share"),
    path("goals/new/", thanks.new_goal, name="new_goal"),
    path("goals/<int:number>/", thanks.goal, name="goal"),
    path("goals/<int:number>/drop/", thanks.drop_goal, name="drop_goal"),
]
