# What happened to a case, in plain sentences.

story-made = made the move “{ $move }”
story-carried = carried it over from “{ $register }”, number { $number }, as opening balance of { $day }, confirmed by { $witness }
story-fields-set = changed the particulars
story-assigned = assigned it
story-clock-started = the time began to run
story-clock-paused = paused the time
story-clock-resumed = the time runs on
story-clock-restarted = the limit began anew
story-extension = extension
story-extended = moved the deadline ({ $name }){ $due }
story-extension-asked = asked to move the deadline ({ $name }) to { $due }
story-extension-refused = refused to move the deadline ({ $name }) to { $due }, as { $asker } had asked
story-recomputed = the deadline was computed again after announcement { $announcement }{ $due }
story-until = {" "}to { $due }
story-clock-stopped = the time stopped
story-clock-reopened = the time runs again
story-number = gave it the { $series } { $number }
story-file = attached “{ $name }”
story-linked = linked it: { $rule }
story-urged = urged
story-remarked = remarked
story-mentioned = called { $people }
story-corrected = corrected “{ $field }”, approved by { $approver }
story-published = published it
story-erased = erased what the case said, by law: {$reason}
story-withdrawn = took it off the public pages
story-late-entry = entered late what was done at { $at }
story-judged-on-time = by the late entry: done at { $done }, due { $due }, on time; the rate still counts the moment of recording
story-judged-late = by the late entry: done at { $done }, due { $due }, late; the rate still counts the moment of recording
story-foreign = in the source system: “{ $step }” at { $at }{ $by }

story-by-service-portal = The applicant, through the service portal,
story-by-post = The public post
story-by-portal = The web portal
story-by-system = The system

story-no-unit = no unit yet
story-coop = cooperating: { $units }
story-runs-on = Time runs on, new deadline
story-done-at = Done at
story-then = Then
story-with = Besides
story-mention = Called
story-left-empty = (left empty)

story-mark-late = Late entry
story-mark-corrected = Correction
story-mark-carried = Opening balance
