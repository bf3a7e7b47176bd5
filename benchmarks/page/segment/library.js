// What a site gets from Segment's CDN: the classic library, the part that sends to Segment, the destination for
// InMoment, and then the calls that waited for them. The destination's package is not on npm any more; what stands here
// makes the same calls.
const analytics = require("@segment/analytics.js-core");
const integration = require("@segment/analytics.js-integration");
const segment = require("@segment/analytics.js-integration-segmentio");

const wootric = integration("Wootric")
  .assumesPageview()
  .option("accountToken", "")
  .option("sdk", "")
  .global("wootricSettings")
  .global("wootric")
  .tag("library", '<script src="{{ sdk }}"></script>');

wootric.prototype.initialize = function () {
  window.wootricSettings = { account_token: this.options.accountToken };
  this.load("library", { sdk: this.options.sdk }, () => this.ready());
};

wootric.prototype.loaded = () => Boolean(window.wootric);

wootric.prototype.identify = function (identify) {
  const { created, createdAt, email, ...properties } = identify.traits();
  Object.assign(window.wootricSettings, {
    segment_user_id: identify.userId() || identify.anonymousId(),
    email: identify.email(),
    created_at: Math.round(identify.created() / 1000),
    event_name: null,
    properties
  });
  window.wootric("run");
};

const waiting = Array.from(window.analytics);
const { _loadOptions: options } = window.analytics;
analytics.use(segment).use(wootric);
window.analytics = analytics;
analytics.initialize(options.integrations);
for (const [method, ...given] of waiting) analytics[method](...given);
