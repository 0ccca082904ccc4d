# The page while the demonstration prepares itself.

progress-title = Preparing
progress-heading = Simulating the years
progress-intro = Every piece of work of two years is done again step by step, by the very rules, and recorded in the ledger; nothing is copied.
progress-again = Load again
progress-label = Progress
progress-day = Day reached
progress-events = Events recorded
progress-rate = Rate
progress-per-second = { $events } events a second
progress-left = Time left
progress-estimating = being estimated
progress-seconds = { $seconds } s
progress-minutes = { $minutes } min { $seconds } s
progress-phases = Phases
progress-done = done
progress-running = running
progress-waiting = not begun
progress-reloads = The page loads itself again every { $seconds } seconds. You may close it; the work goes on.

progress-not-ready = Not ready: work is still running.
