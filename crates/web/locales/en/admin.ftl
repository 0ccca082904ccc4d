# Administration: people, posts, units, powers to sign, absences, the working calendar.

admin-administration = Administration
admin-overview = Overview
admin-people = People
admin-posts = Posts
admin-units = Units
admin-powers = Powers to sign
admin-absences = Absences and substitutes
admin-calendar = Working calendar
admin-changes = Changes

# What all of them say.

admin-all = all
admin-list = List
admin-none = None.
admin-doing = Action
admin-time = Time
admin-term = Term
admin-from-day = From
admin-to-day = Last day
admin-person = Person
admin-full-name = Full name
admin-post = Post
admin-unit = Unit
admin-role = Role
admin-state = State
admin-pages = Pages of the list
admin-page-before = Previous
admin-page-after = Next

admin-on-day = on { $day }
admin-from = from { $day }
admin-from-to = from { $first } to { $last }
admin-until = until { $day }
admin-no-end = without an end
admin-ended = ended { $day }
admin-ends-today = ends today { $day }
admin-ends-soon = { $n ->
    [one] { $n } day left, until { $day }
   *[other] { $n } days left, until { $day }
}

# The overview.

admin-find-person = Find a person
admin-away-today = Away today
admin-latest-changes = Latest changes
admin-people-at-work = People at work
admin-free-posts = Posts that nobody holds
admin-below = Districts and communes
admin-catalogue-in-use = Catalogue in use
admin-version = version { $n }
admin-not-applied = announcement { $id } is not fully applied
admin-all-applied = all announcements are applied

# People.

admin-people-why = { $n ->
    [one] { $n } person. In the order of given names; found without tones too.
   *[other] { $n } people. In the order of given names; found without tones too.
}
admin-search-people = Name, name to sign in with, post
admin-sign-in-name = Name to sign in with
admin-no-such-person = There is nobody like that. Use fewer words or choose “All”.
admin-state-holds = Holds a post
admin-state-no-post = Holds no post
admin-state-all = All
admin-away-until = away until { $day }
admin-away-with = away until { $day }, { $name } stands in
admin-has-left = has left, last day { $day }
admin-holds-no-post = holds no post
admin-leaves-after = leaves after { $day }
admin-at-work-from = at work, from { $day }

admin-password = Signing in
admin-password-set = has a password
admin-password-missing = has no password yet (command “minhbach user add”)
admin-stands-in-today = Stands in today for
admin-stands-in-for-nobody = nobody
admin-cases-held = Cases held
admin-no-open-case = no open case
admin-no-post-yet = Holds no post yet and cannot sign in.
admin-end-this-post = End this post
admin-never-away = No absence was entered.
admin-away = Away { $period }
admin-stands-in = For { $name } { $period }
admin-powers-held = Powers to sign
admin-no-powers-held = The posts held have no power to sign for anybody.
admin-changes-recorded = Changes recorded

# Posts.

admin-posts-why = { $n ->
    [one] { $n } post. Rights go with the post, not with the person.
   *[other] { $n } posts. Rights go with the post, not with the person.
}
admin-free-only = Only posts that nobody holds
admin-held-by = Held by
admin-nobody-holds = nobody holds it
admin-nobody = nobody
admin-name-from = { $name } from { $day }
admin-no-such-post = There is no post like that.

# Units over time.

admin-units-on = { $n ->
    [one] { $n } unit exists on { $day }.
   *[other] { $n } units exist on { $day }.
}
admin-on-which-day = On
admin-unit-kind = Kind
admin-before = Before it
admin-after = After it
admin-units-more = { $names }; and { $n } more
admin-end-unit = End
admin-unverified = not verified
admin-no-such-unit = There is no unit of this kind on that day. Choose another day or kind.
admin-kind-province = Provincial People’s Committee
admin-kind-office = Office
admin-kind-room = Rooms of the Office
admin-kind-centre = Centres
admin-kind-department = Departments
admin-kind-district = Districts and towns
admin-kind-commune = Communes and wards
admin-kind-agency = Other bodies

# Powers to sign.

admin-powers-why = Signing for the head, by order or by authorisation, under Decree 30/2020/ND-CP, Article 13. An authorisation must have an end.
admin-new-power = Enter a new power
admin-ending = Ending within { $n } days
admin-none-ending = No power ends within { $n } days.
admin-in-force = In force
admin-none-in-force = No other power is in force.
admin-in-force-later = Not yet in force
admin-in-force-before = No longer in force
admin-signer-scope = Who signs, in what
admin-power-kind = Form
admin-signs-for = Signs for
admin-end-power = End

# Absences.

admin-absences-why = The work of whoever is away is also shown under “My work” of the substitute. The reason of an absence is not kept.
admin-away-now = Away now
admin-nobody-away = Nobody is away today.
admin-away-soon = Away soon
admin-nobody-away-soon = No coming absence was entered.
admin-away-past = Ended within the last { $n } days
admin-who-is-away = Who is away
admin-substitute = Substitute
admin-by-assignments = by the table of assignments
admin-end-early = End early

# The log of changes.

admin-changes-why = { $n ->
    [one] { $n } change of people, posts, units, powers to sign, absences; it is an event of the ledger and cannot be altered.
   *[other] { $n } changes of people, posts, units, powers to sign, absences; each is an event of the ledger and cannot be altered.
}
admin-newest-first = The newest first
admin-change = Change
admin-recorded-at = Recorded at
admin-recorded-by = Recorded by
admin-ledger-position = Ledger position
admin-no-change-yet = No change yet: as the catalogue says.

admin-told-person-added = { $name } came, holds the post { $post }, from { $day }
admin-told-person-renamed = Name of { $person } corrected: { $name }
admin-told-person-left = { $name } leaves, last day { $day }
admin-told-post-added = Post added: { $post }
admin-told-post-held = { $name } holds the post { $post }, { $period }
admin-told-post-left = { $name } no longer holds the post { $post }, last day { $day }
admin-told-absence = { $name } is away { $period }
admin-told-absence-with = { $name } is away { $period }, { $by } stands in
admin-told-absence-undone = Absence of { $name } from { $day } undone
admin-told-absence-ended = { $name } is away until { $day }
admin-told-power-given = { $to } signs for { $from }, { $kind }, in “{ $scope }”, { $period }
admin-told-power-ended = { $to } no longer signs for { $from }, { $kind }, in “{ $scope }”, last day { $day }
admin-told-unit-added = Unit set up: { $name }, from { $day }
admin-told-unit-ended = { $name } ends, last day { $day }
admin-told-unit-followed = { $name } ends, last day { $day }, followed by: { $next }

# Forms of changes.

admin-record = Record in the ledger
admin-give = Please choose or write “{ $field }”.
admin-wrong-code = A code has letters without tones, digits, full stops and hyphens only; please correct it.
admin-hand-over = Cases held: { $held }; open cases need to be assigned again.

admin-add-person = Add a person
admin-add-person-why = Somebody new holds a post from the first day. A post that somebody holds is ended first.
admin-correct-name = Correct a name
admin-correct-name-why = The old name stays in the log of changes.
admin-end-service = End of service
admin-end-service-why = After the last day this person holds no post and cannot sign in. What was done stays as it is.
admin-add-post = Add a post
admin-add-post-why = Rights go with the role of the post in each kind of case.
admin-give-post = Give a post
admin-give-post-why = A post is held by one person at a time.
admin-end-post = End of a post
admin-end-post-why = A last day before the first means a mistake: as if it was never held.
admin-enter-absence = Enter an absence
admin-enter-absence-why = The substitute also sees the work of whoever is away; rights stay those of the own post. The reason is not kept.
admin-end-absence = End an absence early
admin-end-absence-why = A last day before the first means a mistake: as if there was no absence.
admin-give-power = Give a power to sign
admin-give-power-why = Under Decree 30/2020/ND-CP, Article 13.
admin-withdraw-power = End a power to sign
admin-withdraw-power-why = Documents signed until the end of the last day stay valid.
admin-add-unit = Add a unit
admin-add-unit-why = The code of a unit is used for ever and never given again.
admin-close-unit = End a unit
admin-close-unit-why = Posts of the unit are held until the end of the last day. Old cases keep the name of the old unit.

admin-unit-name = Name of the unit
admin-sign-in-name-hint = Left empty, it is made from the name: le-thi-moi.
admin-from-day-hint = At the earliest { $n } days before today.
admin-to-day-hint = Left empty: without an end.
admin-absence-to-hint = { $n } days at most.
admin-last-day = Last day
admin-last-day-hint = At the earliest yesterday.
admin-basis = Legal basis
admin-basis-hint = Number and date of the document: QD 12/QD-VP of 01/03/2023.
admin-post-title = Title of the post
admin-post-title-hint = As printed on documents, in Vietnamese.
admin-role-hint = The role that kinds of case speak of.
admin-post-code = Code of the post
admin-post-code-hint = Left empty, the system chooses it.
admin-substitute-hint = Left empty: by the table of assignments.
admin-from-post = Signs for (power of the post)
admin-to-post = Who signs (post)
admin-scope = What may be signed
admin-unit-code = Code of the unit
admin-unit-code-hint = Small letters, digits, hyphens.
admin-unit-short = Short name in document numbers
admin-parent = Belongs to
admin-successors = Units that follow

# The working calendar.

admin-calendar-covers = The calendar reaches from { $first } to { $last }. No deadline can be computed beyond it.
admin-announce = Announce days off
admin-announcements = Announcements, the newest first
admin-no-announcement = Nothing was announced yet.
admin-announcement = Announcement
admin-off = Days off
admin-makeup = Days worked instead
admin-notes = Notes
admin-provisional = expected, not official yet
admin-replaces-it = replaces { $id }

admin-announce-why = The next step shows which open cases move, before anything is recorded. A deadline told to a citizen is never moved back.
admin-show-what-moves = Show the cases that move
admin-paper = Document
admin-stretch = Days { $n }
admin-announcement-code = Code of the announcement
admin-announcement-code-hint = Used once: nghi-le-2-9-2024.
admin-announcement-basis-hint = Number and date of the document; shown beside every deadline that it touches.
admin-paper-day = Date of the document
admin-replaces = Replaces the announcement
admin-provisional-field = Expected, no official announcement yet
admin-day-kind = Kind of days
admin-kind-off = Off
admin-kind-makeup = Worked instead (Saturday, Sunday)
admin-reason = Reason
admin-stretch-days = From 1 to { $n } days each, the last not before the first; please correct it.
admin-give-a-day = Please give one day at least.

admin-preview = Before it is recorded
admin-preview-why = Nothing is recorded yet. See which open cases move, then record it or change it.
admin-record-announcement = Record the announcement in the ledger
admin-change-announcement = Change it
admin-nothing-moves = No case moves.
admin-nothing-moves-note = No case moves. Once recorded it cannot be altered; only another announcement replaces it.
admin-moves-note = { $n ->
    [one] { $n } case moves as soon as this is recorded, with an event of its own.
   *[other] { $n } cases move as soon as this is recorded, each with an event of its own.
}
admin-cases-asked = Cases whose time runs
admin-will-move = Will move
admin-will-move-how = { $n }: { $earlier } earlier, { $later } later
admin-due-on-days-off = Due on a day off
admin-due-on-days-off-how = { $n ->
    [one] { $n } case stays due: a deadline told is not moved back
   *[other] { $n } cases stay due: a deadline told is not moved back
}
admin-not-recomputed = Cannot be computed again
admin-not-recomputed-how = { $n ->
    [one] { $n } case: { $why }
   *[other] { $n } cases: { $why }
}
admin-from-which-day = From which day to which
admin-due-now = Due now
admin-due-then = Due then
admin-cases-count = Cases
admin-by-register = By register and lead unit
admin-register = Register
admin-lead = Lead unit
admin-earlier = Earlier
admin-later = Later
admin-each-case = Each case that you may see
admin-case = Case
admin-not-shown = { $n ->
    [one] { $n } case is not listed here because you may not see it; the counts above are complete.
   *[other] { $n } cases are not listed here because you may not see them; the counts above are complete.
}
