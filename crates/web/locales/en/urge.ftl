# Urging: late and nearly due tasks by unit.

urge-title = Urging
urge-board = Leaders' board
urge-default-text = Đề nghị đơn vị khẩn trương thực hiện, báo cáo kết quả trước hạn; việc đã quá hạn thì nêu rõ lý do và thời gian hoàn thành.
urge-lead = Tasks that are late, or due within { $days } working days. Late ones are chosen already.
urge-more = { $n } more are not shown here; choose a unit to see them all.
urge-unit = Lead unit
urge-none-chosen = Please choose at least one task.
urge-too-many = Too many tasks at once; please choose unit by unit.
urge-no-text = Please write what is urged.
urge-note-letters = Urges in every case and drafts the letters, in one record of the ledger.
urge-note = Urges in every case. Letters are drafted by the Office.
urge-text = What is urged
urge-letters = Draft a letter to each unit
urge-print = Print the letter with the list of late tasks
urge-drafts = Letters that I have in draft
urge-no-unit = (no unit yet)
urge-times = { $n ->
    [one] urged once
   *[other] urged { $n } times
}
urge-unit-count = { $n ->
    [one] { $n } task
   *[other] { $n } tasks
}, { $late } late
urge-not-done = Nothing was urged
urge-nothing = No task here is late or nearly due.
urge-do = Urge what is chosen
urge-open = open
