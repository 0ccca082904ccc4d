# What stands on top of the first page, by role.

landing-counter = At the counter today
landing-next-dossier = Next dossier: { $move }

landing-clerk = The clerk's desk today
landing-waits-for = To { $moves }
landing-series-of = Numbers given in { $year }
landing-series = Series
landing-series-last = Given last
landing-series-next = Next
landing-series-more = { $n } more series with fewer numbers are not shown here.

landing-tasks = Tasks of { $year }
landing-due-in-week = Due in the next 7 days
landing-board = Leaders' board

landing-dossiers = Dossiers today
landing-due-today = Due today
landing-still = Standing still
landing-still-why = the clock runs, and no step was taken for more than { $days } working days
landing-late = Late
landing-running = Within the deadline
landing-today = Today
landing-load = Load by counter, that is by the agency that solves
landing-load-note = “Within the deadline” includes those due today.
landing-unit = Agency
landing-no-unit = (not passed on yet)
landing-by-step = Open dossiers by step
landing-step = Step
landing-count = Dossiers

landing-rate = Rate on time in { $year }: { $rate }
landing-rate-note = As of ledger position { $position }, recorded at { $at }. Dossiers withdrawn, re-appointed or entered late are named beside the rate, so that it looks no better than it is.
landing-year-before = { $year }: { $value }
landing-resolved = Solved
landing-on-time = On time or early
landing-resolved-late = Solved late
landing-extended = On time after a re-appointment
landing-late-entry = On time by a late entry only
landing-withdrawn = Withdrawn or returned
landing-without-due = Without a deadline to compare
