-- Asks wrk's address for the first page of one organisation on one day after another.
-- Arguments: the file of the question with {slug} and {day} in it, the file of slugs, the file of days, where to begin.
-- No pair comes again before slugs x days of them, where the number of days is a prime that does not divide slugs + 1.

local function lines_of(name)
   local lines = {}
   for line in io.lines(name) do lines[#lines + 1] = line end
   return lines
end

function init(args)
   local file = assert(io.open(args[1]))
   local text = file:read("*a")
   file:close()
   before, between, after = text:match("^(.-){slug}(.-){day}(.-)%s*$")
   slugs, days, number = lines_of(args[2]), lines_of(args[3]), tonumber(args[4])
   headers = { ["Content-Type"] = "application/json", ["Accept"] = "application/graphql-response+json" }
end

function request()
   local slug = slugs[number % #slugs + 1]
   local day = days[(number + math.floor(number / #slugs)) % #days + 1]
   number = number + 1
   return wrk.format("POST", nil, headers, before .. slug .. between .. day .. after)
end

function done(summary, latency)
   local errors = summary.errors
   io.write(string.format(
      '\n{"requests": %d, "microseconds": %d, "bytes": %d, "refused": %d, "broken": %d, "p50": %d, "p99": %d}\n',
      summary.requests, summary.duration, summary.bytes, errors.status,
      errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(50), latency:percentile(99)
   ))
end
