-- For wrk: counts the answers that are not this visitor's own. ADDRESS is the visitor's, COOKIE its session.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init()
  wrong = 0
  wrk.headers["Cookie"] = os.getenv("COOKIE")
end

function response(status, headers, body)
  if status ~= 200 or not body:find(os.getenv("ADDRESS"), 1, true) then wrong = wrong + 1 end
end

function done(summary)
  local wrong = 0
  for _, thread in ipairs(threads) do wrong = wrong + thread:get("wrong") end
  local failed = summary.errors
  print(string.format("%d answered, %d wrong, %d failed", summary.requests, wrong,
    failed.connect + failed.read + failed.write + failed.timeout + failed.status))
end
