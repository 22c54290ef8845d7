-- sql/queries/campaigns/list_call_windows.sql: when people of each state may be called: the row that counts today, and those that are to come; of state $1 (null: of all).
SELECT w.state, w.effective_from::text, to_char(w.weekday_from, 'HH24:MI'), to_char(w.weekday_until, 'HH24:MI'), to_char(w.saturday_from, 'HH24:MI'),
       to_char(w.saturday_until, 'HH24:MI'), to_char(w.sunday_from, 'HH24:MI'), to_char(w.sunday_until, 'HH24:MI'), w.basis
  FROM refinery.call_windows w
 WHERE ($1::text IS NULL OR w.state = upper($1))
   AND w.effective_from >= (SELECT max(n.effective_from) FROM refinery.call_windows n WHERE n.state = w.state AND n.effective_from <= current_date)
 ORDER BY w.state, w.effective_from
