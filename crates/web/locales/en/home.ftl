# The first page.

home-morning = Good morning, { $name }
home-noon = Good day, { $name }
home-afternoon = Good afternoon, { $name }
home-evening = Good evening, { $name }
home-waiting-count = { $n ->
    [one] { $n } case waits
   *[other] { $n } cases wait
}
home-waiting-many = over 10,000 cases wait
home-nothing = Nothing waits for you. Cases that come to you are shown here, the most urgent first.
home-waiting = Waiting for me
home-see-all = cases: see all
home-registers = Registers
