# Notices: reminders of deadlines, and what others did.

inbox-all-read = All read
inbox-unread = { $n } unread
inbox-older = Older notices
inbox-reminders = Reminders
inbox-acts = What happened
inbox-mark-all = Mark all as read
inbox-mark = Mark as read
inbox-new = New
inbox-nothing = No notices yet. What is assigned, returned, remarked on, urged or nearly due is told here.

inbox-assigned = { $by } assigned it
inbox-cooperates = { $by } named a cooperating unit
inbox-returned = { $by } returned or withdrew it, with a reason
inbox-closed = { $by } confirmed it, the case is closed
inbox-remarked = { $by } remarked
inbox-urged = { $by } urged
inbox-mentioned = { $by } called you in a remark
inbox-extension-asked = { $by } asked to move the due date
inbox-extension-refused = { $by } refused to move the due date
inbox-corrected = { $by } corrected a mistake
inbox-extended = { $by } moved the due date
inbox-in-five = 5 working days or fewer left
inbox-in-two = 2 working days or fewer left
inbox-overdue = Past its due date
