# What is said when a page cannot be given or an act cannot be done.

answer-home = To the home page
answer-code = Code { $status }
answer-rule = Rule:
answer-differ = Values that differ
answer-item = Field
answer-mine = You sent
answer-theirs = Now in the case
answer-before = when you opened it:
answer-what-to-do = What to do
answer-reference = Mark to tell the administrator:

answer-title-broken = Failure
answer-title-forbidden = Not allowed
answer-title-missing = Not found
answer-title-refused = Not done
answer-title-stale = Form expired
answer-title-unreadable = Form not readable

answer-forbidden = You may not see or do this
answer-forbidden-why = By the assignments of the catalogue, this belongs to another person or unit.
answer-forbidden-post = Check the post you act in, at the top of the page.
answer-forbidden-ask = If you need it, ask the head of your room for an assignment or a delegation.
answer-missing = Page not found
answer-missing-why = The address may be mistyped, or the case is not among those that you may read.
answer-missing-address = Check the address.
answer-missing-search = Search by number or subject in the search box.
answer-changed = Changed by someone else meanwhile
answer-changed-why = While you were filling in the form, what stands below was changed. Nothing of yours was recorded or lost.
answer-changed-compare = Compare the two values.
answer-changed-again = Open the case again and repeat what is still needed.
answer-refused = This cannot be done as it stands
answer-refused-why = What was sent does not meet the conditions. Nothing was recorded in the ledger.
answer-refused-back = Go back to the form and correct what is marked.
answer-broken = Something broke on our side
answer-broken-why = The fault is ours, not yours. What was not reported as recorded has no effect.
answer-broken-again = Try again in a few minutes; sending a form again never records it twice.
answer-broken-tell = If it fails again, tell the administrator the mark below.

answer-kept = Not recorded yet; nothing typed is lost
answer-kept-why = The session in which this form was opened has ended or is another one, so nothing was recorded in the ledger.
answer-kept-sign-in = Sign in again in a new tab
answer-kept-return = , then come back to this one.
answer-kept-file-anew = Choose the file below again.
answer-kept-check = Look over what you typed and press “Send again”. Sending twice does not record anything twice.
answer-kept-typed = What you typed
answer-kept-file = File “{ $name }”, please choose it again
answer-kept-send = Send again
answer-kept-leave = Leave it, go to the first page
answer-large = Too large
answer-large-why = One file of at most { $megabytes } MB can be sent at a time.
answer-large-split = Make the file smaller, or split it and attach the parts one by one.
answer-unreadable-why = What was sent was cut off or is not well-formed. Nothing was recorded in the ledger.
answer-unreadable-again = Go back to the page before and send it again.

answer-foreign = The request came from another site.
answer-busy = The system is busy.

answer-title-not-printed = Not printed
answer-long-list = The list is longer than { $rows } lines and is not printed on paper.
answer-long-list-filter = Filter and print again, or take the whole list as an Excel or CSV file.
answer-press-busy = Many documents are being printed at once.
answer-exports-busy = Many lists are being exported at once.
answer-busy-again = Please try again in a few minutes.

# The store takes nothing; what was typed comes back.

answer-title-unwritten = Not recorded
answer-unwritten = Not recorded; what you typed is kept here
answer-unwritten-why = The fault is the server’s, not yours. Nothing was recorded in the ledger.
answer-unwritten-keep = Keep this page open.
answer-unwritten-tell = Tell the administrator, who has a page “What is wrong”.
answer-unwritten-again = Once the server records again, press “Send again”. Sent many times, it is recorded once.
answer-send-again = Send again
answer-typed = What you typed
answer-choose-file-again = Browsers keep no file: please choose “{ $file }” again.
