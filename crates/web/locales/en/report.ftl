# Reports, the records behind their figures, and reports issued.

report-title = Report
report-form = Form { $form }
report-counted-by = { $counted } by { $rows }

report-year = Year
report-year-whole = Whole year
report-six-months = First 6 months
report-nine-months = First 9 months
report-quarter = Quarter { $n }
report-month = Month { $n }
report-period = Period
report-reckoning = Reckoning
report-by-calendar = Calendar year
report-by-decree = Decree 09/2019
report-as-of = As of ledger position
report-as-of-now = Left empty: as of now.
report-recorded-at = recorded at { $at }. Every figure leads to exactly the cases that it counts.
report-pin = Permanent link
report-figures = Figures of the report
report-figures-beside = Figures beside the form
report-indicator = Indicator
report-figure = Figure
report-before = Period before
report-share = Share, comparison
report-records-opened = Records that it opens
report-basis = Legal basis
report-form-number = Form
report-checks = Checks
report-holds = Holds
report-broken = Broken

report-behind = Records behind a figure
report-counted = Exactly the records counted in { $period }{ $part }.
report-part = . You may read { $listed } of the { $all } records of this figure
report-count = { $n ->
    [one] { $n } record
   *[other] { $n } records
}
report-no-records = There is no record among those that you may read.
report-untitled = (without a name)
report-column-title = Name, subject
report-column-number = Number
report-column-step = Present step
report-column-day = Day counted

report-issue = Issue
report-issue-one = Issue a report
report-issue-why = The figures are computed as of the click, and the whole text is recorded in the ledger, never to be changed. A report whose checks do not hold is not issued.
report-not-over = The period { $period } is not over yet; nothing can be issued.
report-issued = Issued
report-issued-at = Issued at
report-issued-why = The text of every report lies in the ledger; opening one computes it again and compares byte by byte.
report-issued-count = { $n ->
    [one] { $n } report
   *[other] { $n } reports
}
report-none-issued = No report was issued yet. The Chief of Office and the deputies issue reports.
report-position = Ledger position
report-equal-rule = Computed again from the ledger at position { $position }, it equals the issued text byte by byte.
report-equal = Computed again just now from the ledger at position { $position }: it is the text that was issued.
report-unequal = Computing again does not give the issued text. Please ask the administrator to run `minhbach replay`.
report-original = Original text
