# Acts that belong to no step, files, and what cannot be taken.

act-remark = Remark
act-urge = Urge
act-extend = Move the due date
act-an-extension = a later due date
act-ask-extension = Ask for { $name }
act-refuse-extension = Refuse { $name }
act-attach = Attach a file
act-assign = Assign
act-link = Link a case
act-correct = Correct a mistake

act-remark-text = Remark
act-remark-hint = Write @Full name to call somebody, who is then told.
act-mention = Call one more person
act-mention-hint = Only those who may read this case.
act-urge-text = What is urged
act-new-due = New due date
act-asked-due = Due date asked for
act-file = File
act-file-hint = PDF, image, Word, Excel or plain text; at most { $megabytes } MB.
act-relation = Relation
act-other = Number of the other case
act-other-hint = Number and symbol as written, or the address of its page.
act-correct-choose = Choose what is wrong. The old value, the new one, the reason and the approver stay visible in what happened; nothing is erased.
act-correct-field = What is corrected
act-correct-value = The right value
act-correct-hint = Now: { $now }. Leave it empty if it should be empty.
act-correct-empty = (empty)
act-approver = Approved by

act-give-text = Please write something.
act-give-file = Please choose a file.
act-give-relation = Please choose the relation.
act-give-field = Please choose what is corrected.
act-give-correct-reason = Please give the reason of the correction.
act-give-approver = Please choose who approves it.
act-no-case = There is no case “{ $typed }” in the registers that you may see.
act-many-cases = Several cases bear this number. Please paste the address of the page of the one you mean.
act-no-proof-file = The case has no such file. Please choose again.
act-no-document = There is no document “{ $number }” in the registers that you may see. Please check the number or attach a file.
act-many-documents = Several documents bear the number “{ $number }”. Please write number and symbol in full, or attach a file.

act-file-empty = The file “{ $name }” is empty. Please choose again.
act-file-large = The file “{ $name }” is larger than { $megabytes } MB. Please make it smaller.
act-file-unknown = The file “{ $name }” is of no kind that is taken: PDF, PNG, JPEG, Word (docx), Excel (xlsx), plain text (txt).
act-file-lies = The name of “{ $name }” ends in .{ $ending } but its content is { $is }. Please rename it or choose again.
act-file-plain = plain text

act-changed = Changed meanwhile
act-step = Step
act-open-again = Open the case again
act-busy = Busy
act-busy-again = Go back and send again; sending twice does not record anything twice.
