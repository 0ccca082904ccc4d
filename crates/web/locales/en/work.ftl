# My work, acts on several cases at once, and notices.

work-late = late
work-today = today
work-soon = 2 working days or fewer left
work-later = in time
work-no-deadline = without a deadline
work-filters = Filters
work-by-deadline = Deadline
work-by-type = Kind
work-by-unit = Unit
work-next = Next page
work-count = { $n } waiting
work-nothing = Nothing waits for you. Cases that come to you are shown here, the most urgent first.
work-nothing-fits = Nothing fits the filters. Please take some away.
work-with-chosen = With those chosen:
work-choose = Choose
work-wanted = asked: { $wanted }
work-from = from { $post }
work-on-behalf = on behalf of { $person }

work-other-type = The act chosen belongs to another kind of case.
work-outcome = { $act }: { $done } done, { $refused } not done
work-refused = Not done
work-done = Done
work-back = Back to my work
work-case = Case
