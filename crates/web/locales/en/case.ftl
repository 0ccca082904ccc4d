# The page of one case: what it says, what hangs on it, what may be done.

case-print = Print the case (PDF)
case-sealed = Restricted; you are not among those who may see it
case-content = Content
case-course = Course
case-numbered = { $number }, given at { $at }
case-carried = Opening balance
case-carried-as = { $register }, number { $number }
case-opened = Opened at
case-brought-in = Brought in at
case-first-due = First deadline
case-done = Done at
case-done-by = Date of completion taken from
case-published = Published at
case-erased = Erased by law
case-withdrawn = Taken off at
case-closed = Closed at
case-asked = Extension asked for
case-asked-for = to { $due }, asked by { $by } on { $at }; not answered yet
case-urged = Urged
case-corrections = Corrected
case-times = { $n ->
    [one] once
   *[other] { $n } times
}
case-corrected-on = corrected on { $day }
case-catalogue = By version { $version } of the catalogue; legal basis: { $basis }

case-papers = Papers
case-paper = Attached file
case-preview = Look at it here
case-preview-of = { $name }, looked at here
case-preview-else = If the browser does not show the PDF here:
case-preview-apart = open it apart
case-preview-save = save it

case-links = Linked cases
case-links-more = { $n ->
    [one] One more linked case
   *[other] { $n } more linked cases
}
case-links-picture = { $pointing } cases point to this one, it points to { $pointed }, { $siblings } were assigned with it
case-links-more-box = { $n } more cases
case-links-and = and
case-links-count = { $n ->
    [one] One case
   *[other] { $n } cases
}
case-link-here = This case
case-link-pointing = { $kind } that points here ({ $rule })
case-link-batch = Assigned with it

case-may = What may be done
case-next = What can be done now
case-others = What others can do at this step ({ $n })
case-who-may = Who may do this: { $who }.
case-over = The case was closed at { $at }. Nothing is left to do.
case-waits = At this step the case waits for others; nothing is asked of you yet.
case-nothing = Nobody has to do anything at this step.
case-moves-to = Moves it to the step “{ $step }”.
case-basis = Legal basis: { $basis }.

case-held = Held by
case-assigner = Assigned by
case-nobody = Assigned to nobody yet

case-readers = Who may read this and why
case-readers-mine = You may read it by the rule:
case-readers-rules = { $n ->
    [one] See the rule
   *[other] See { $n } rules
}
case-readers-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
case-readers-you = you
case-readers-none = Whoever is under none of these rules does not see the case, not even with its address.

case-why = How this deadline was computed
case-why-due = The deadline that comes out:
case-why-see = See each step
case-why-steps = Steps of the computation
case-why-step = Step
case-why-basis = Legal basis
case-why-from = From
case-why-to = To
case-why-minutes = Working minutes
case-why-sum = Sum
case-why-set = The due date was set
case-why-provisional = Some days on the way are not officially announced yet; the deadline may be computed again.
case-why-paused = The time is paused; the working time of the pause is added when it runs on.

case-story = What happened
case-position = position { $position }
case-earlier = { $n ->
    [one] See one earlier event
   *[other] See { $n } earlier events
}
