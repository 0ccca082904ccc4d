# The catalogue: kinds of case, procedures, versions.

catalogue-title = Catalogue
catalogue-why = Version { $version }: { $types } kinds of case, { $procedures } administrative procedures. The catalogue is files of data; a case keeps the version under which it was opened.
catalogue-check = Check of the catalogue
catalogue-mistake = Mistake:
catalogue-mistake-where = { $file }, line { $line }: { $why }
catalogue-no-mistake = Every rule of the check holds; there is no mistake.
catalogue-unlike-shipped = { $n ->
    [one] { $n } file is not that of the catalogue that comes with the program: { $files }.
   *[other] { $n } files are not those of the catalogue that comes with the program: { $files }.
}
catalogue-kinds = Kinds of case
catalogue-procedures = Administrative procedures
catalogue-page-before = Previous procedures
catalogue-page-after = More procedures
catalogue-versions = Versions recorded in the ledger
catalogue-version = Version { $n }
catalogue-version-column = Version

catalogue-code = Code
catalogue-name = Name
catalogue-basis = Legal basis
catalogue-limit = Time limit
catalogue-kept = Kept
catalogue-who-may = Who may

# A kind of case.

catalogue-open-register = Open the register
catalogue-course = Course of a case
catalogue-course-words = Boxes are steps; a thick edge ends the case, a broken edge waits for nobody. The numbered words on the ways are moves.
catalogue-beginning = Open a case
catalogue-law-state = state { $code }
catalogue-register = Register
catalogue-one = Name of one
catalogue-no-clock = No deadline is counted.
catalogue-public = Published
catalogue-has-public-page = Has a public page
catalogue-log = The public log
catalogue-domain = Domain
catalogue-domain-work = Work of the office
catalogue-domain-party = Book of the party, seen only by those with a post in the party
catalogue-domain-union = Book of the trade union, seen only by those with a post in the union
catalogue-title-from = Title taken from

catalogue-moves = Moves
catalogue-move = Move
catalogue-from-step = From step
catalogue-to-step = To step
catalogue-content = Content
catalogue-effects = Effects, bounds
catalogue-opens = (opens a case)
catalogue-needs = Needed: { $fields }.
catalogue-offers = Also: { $fields }.

catalogue-steps = Steps
catalogue-step = Step
catalogue-meaning = Meaning
catalogue-state-by-law = State by law
catalogue-step-ends = Ends the case
catalogue-step-rests = Waits for nobody
catalogue-step-waits = Waits for work

catalogue-fields = Fields
catalogue-field = Field
catalogue-field-kind = Kind
catalogue-part = Kept in part
catalogue-in-register = In the register
catalogue-column = Column
catalogue-filter = Filter
catalogue-column-and-filter = Column, filter

catalogue-applies-to = Applies to
catalogue-series = Number series
catalogue-series-form = Written
catalogue-series-period = Period
catalogue-links = Links
catalogue-link = Link
catalogue-link-to = To
catalogue-readers = Who may read
catalogue-who = Who
catalogue-because = Because

catalogue-acts = Acts at any step
catalogue-act = Act
catalogue-act-remark = Remark
catalogue-act-urge = Urge
catalogue-act-extend = Move the deadline
catalogue-act-correct = Correct a mistake
catalogue-act-attach = Attach files, link
catalogue-act-assign = Assign again
catalogue-act-edit = Change fields
catalogue-act-late-entry = Late entries, opening balance

# An administrative procedure.

catalogue-procedure = Administrative procedure
catalogue-official-name = Official name
catalogue-code-unverified = code not compared with the national database
catalogue-local-code = Code of the province
catalogue-announced-by = Announced by
catalogue-in-force = In force
catalogue-field-of-work = Field
catalogue-procedure-kind = Kind of procedure
catalogue-levels = Levels
catalogue-level-province = province
catalogue-level-district = district
catalogue-level-commune = commune
catalogue-online = Online service
catalogue-online-full = whole course
catalogue-online-partial = part of it
catalogue-online-information = information only
catalogue-decides = Deciding body
catalogue-cooperates = Cooperating bodies
catalogue-decided-by = Decided by
catalogue-delegated-to = Delegated to
catalogue-received-at = Received at
catalogue-applicants = Applicants
catalogue-results = Results
catalogue-sets = Sets of papers
catalogue-sets-of = { $n ->
    [one] { $n } set
   *[other] { $n } sets
}
catalogue-conditions = Conditions
catalogue-order = Order of steps
catalogue-legal-basis = Legal bases
catalogue-related = Related procedures

catalogue-channels = Ways, time limits, charges
catalogue-channel = Way
catalogue-at-counter = at the counter
catalogue-by-internet = online
catalogue-by-post = by public post
catalogue-at-once = decided at once
catalogue-fees = Charges and fees
catalogue-charge = Charge { $amount } dong ({ $note })
catalogue-fee = Fee { $amount } dong ({ $note })
catalogue-limit-basis = Basis of the limit

catalogue-papers = Papers of an application
catalogue-paper = Paper
catalogue-originals = Originals
catalogue-copies = Copies
catalogue-needed = Needed

catalogue-stages = Internal process
catalogue-stage = Work
catalogue-who-does = Who does it
catalogue-working-hours = Working hours
catalogue-product = Product
catalogue-sum = Sum
