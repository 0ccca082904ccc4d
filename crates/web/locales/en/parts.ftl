# Parts of pages: fields of forms, deadlines, choices, maps.

parts-error = Error:
parts-optional = (optional)
parts-apply = Apply
parts-due = due
parts-due-at = Due: { $due }
parts-why = why?
parts-why-due = How this deadline was computed

parts-choose = — choose —
parts-chosen = Chosen
parts-filter = Type to filter, with or without tones; Enter chooses
parts-departments = Departments
parts-districts = Districts and towns
parts-communes = Communes and wards
parts-agencies = Other bodies
parts-office = Office
parts-rooms = Rooms of the Office
parts-centres = Centres
