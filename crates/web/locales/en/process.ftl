# The process of imported histories.

process-all-logs = All logs
process-log = Log
process-no-logs = No log was imported yet. Use minhbach import xes FILE --data FOLDER.
process-sentence = { $cases } cases, { $steps } different steps; the picture has the { $drawn } steps and { $ways } ways met most often, the tables have all.
process-imported = Imported cases
process-times = { $n ->
    [one] { $n } time
   *[other] { $n } times
}
process-median-of = , median { $time }
process-map = Process map
process-map-words = The steps in their usual order, how often, and the median time to the next one
process-no-unit = (no unit given)
process-on-time = On time, by units of the source system
process-unit = Unit
process-cases = Cases
process-finished = Finished
process-in-time = On time or early
process-late = Late
process-rate = Share on time
process-on-time-note = Only cases for which the source gives a deadline; it is taken as the source gives it and compared by day.
process-as-tables = As tables
process-tables = Tables
process-steps = Steps
process-step = Step
process-count = Times
process-cases-count = Cases
process-median-next = Median to the next step
process-start = (start)
process-end = (end)
process-ways = Ways
process-from = From step
process-to = To step
process-median = Median
process-more-ways = { $n } ways that are met less often are not listed here.
