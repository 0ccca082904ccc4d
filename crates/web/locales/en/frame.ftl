# What surrounds every page: head, navigation, foot, and what the last act came to.

frame-skip = Skip to the main content
frame-simulated = Simulated data
frame-demo-clock = Clock of the demonstration:
frame-invented = People, documents and addresses are invented
frame-simulated-and-imported = Simulated data and imported logs
frame-invented-but-imported = Imported cases stand as their source has them; all else is invented
frame-menu = Menu
frame-first-page = Home
frame-search-by = Search by number, subject, person, unit
frame-search-hint = Number, subject, person, unit
frame-sign-out = Sign out
frame-navigation = Registers and reports
frame-waiting-for-me = , waiting for me:
frame-ledger = Ledger: position
frame-open-source = open-source software (EUPL-1.2)
frame-keys = Keyboard shortcuts
frame-or = or
frame-key-search = Search
frame-key-lines = Next and previous line of a list
frame-key-open = Open the chosen line
frame-key-this = This table
frame-line-lost = The connection is lost. What you type is kept in this tab; send it when the connection is back.
frame-line-back = The connection is back. What you typed is still here and can be sent.
frame-draft = What you typed last time may not have been sent.
frame-draft-back = Bring it back
frame-draft-drop = Drop it
frame-close = Close

frame-nav-work = My work
frame-nav-notices = Notices
frame-nav-administration = Administration
frame-nav-registers = Registers
frame-nav-reports = Reports
frame-nav-process = Process map
frame-nav-annual = Annual report
frame-nav-issued = Issued reports
frame-nav-board = Leaders’ board
frame-nav-urging = Urging
frame-nav-conclusions = Conclusions of a meeting

frame-recorded = Recorded in the ledger at position { $position }.
frame-recorded-before = This was recorded before, at position { $position }; sending it again records nothing more.
