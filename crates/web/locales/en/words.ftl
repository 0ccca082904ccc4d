# Values, moments and counts as they are written anywhere.

words-monday = Monday
words-tuesday = Tuesday
words-wednesday = Wednesday
words-thursday = Thursday
words-friday = Friday
words-saturday = Saturday
words-sunday = Sunday
words-or = {" "}or{" "}
words-from = from
words-untitled = ({ $kind } without a name)
words-many = over 10,000
words-yes = Yes
words-no = No
words-money = { $amount } dong
words-open = open
words-late = late
words-png = PNG image
words-jpeg = JPEG image
words-plain-text = Plain text
words-file = File

words-lead = Lead unit
words-due = Due
words-no-deadline = no deadline

words-dong = dong
