# A register: its filter, columns, kept views and ways out. Also the search over all registers.

register-filter = Filter the list
register-drop-filter = Drop the filter
register-views = Kept views
register-drop-view = Drop the view “{ $name }”
register-keep-view = Keep this view
register-view-name = Name of the view
register-keep = Keep
register-not-kept = The view was not kept
register-back = Back to the list
register-count-exactly = count exactly
register-pages = Pages of the list
register-previous = Previous
register-next = Next
register-each-row = Each row is
register-counted = { $kind }: { $count }
register-passed-over = This register has no condition { $conditions } (any more): the list below is not filtered by it. Please choose the filter anew; if this is a kept view, keep it again under its name.
register-none-fits = No { $kind } fits the filter.
register-none-yet = There is no { $kind } that you may see yet.

register-step = step
register-lead = lead unit
register-holder = holder
register-has-words = with “{ $words }”
register-all = all that you may see
register-still-since = not moved since before { $day }
register-due-on = due on { $day }
register-due-to = due by { $day }
register-due-from = due from { $day } on
register-due-between = due from { $first } to { $last }
register-running = within the deadline

register-any = All
register-words = With the words
register-state = State
register-columns = Columns shown

register-column-title = Title
register-column-number = Number
register-column-step = Step
register-column-holder = Holder
register-column-opened = Opened on
register-no-number = no number yet

register-search = Search
register-search-how = Type a number, a symbol, or words of the summary.
register-search-for = Found for “{ $words }”
register-search-newest = { $n ->
    [one] The newest case
   *[other] The { $n } newest cases
}
register-search-count = { $n ->
    [one] { $n } case
   *[other] { $n } cases
}
register-search-none = No case that you may see was found. Tones may be left out; fewer words find more.
register-search-kind = Kind
register-search-opened = Opened at
