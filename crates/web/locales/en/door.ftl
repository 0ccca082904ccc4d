# The door: signing in.

door-sign-in = Sign in
door-name = User name
door-password = Password
door-stale = The sign-in page was open too long, or the browser keeps no cookies. Please sign in again.
door-try = Try a role
door-try-why = Only in the demonstration. Each role is an invented person, who sees and does just what belongs to that post.

# What each role of the demonstration does all day.

door-duty-chairman = Decides what waits, signs documents, follows tasks
door-duty-vice-chairman = Directs the assigned fields, signs documents
door-duty-chief = Runs the Office, assigns and urges tasks, issues reports
door-duty-deputy-chief = Reviews, passes on, confirms results
door-duty-head-of-room = Assigns within the room, reviews drafts
door-duty-specialist = Drafts, assigns tasks, follows, confirms
door-duty-clerk = Registers incoming documents, numbers and sends outgoing ones
door-duty-focal-point = Receives and reports the tasks of the department
door-duty-focal-point-below = Receives tasks given to a district or commune and reports on them
door-duty-director-tasks = Answers for tasks and documents of the department
door-duty-handler = Handles dossiers of administrative procedures
door-duty-director-dossiers = Answers for the dossiers of the department
door-duty-one-stop = Receives dossiers, hands out results at the Centre
door-duty-centre-director = Runs the Public Administration Service Centre
door-duty-editor = Articles, public notices, the gazette
door-duty-party-secretary = Book of party members, transfers
door-duty-administrator = People, posts, powers to sign, absences, working calendar
