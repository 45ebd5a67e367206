const NEAR = 120; // px from the end; a reader this close wants to see what comes

export default {
  template: `
    <div class="log-frame">
      <div ref="log" class="log" role="log" aria-label="Conversation" aria-live="off" tabindex="0" @scroll="look">
        <div ref="all" class="log-all"><slot></slot></div>
      </div>
      <button v-show="away" type="button" class="jump" @click="toEnd('smooth')">↓ Newest</button>
    </div>`,
  data: () => ({ away: false }),
  mounted() {
    this.pinned = true;
    this.grown = new ResizeObserver(() => this.pinned && this.toEnd());
    this.grown.observe(this.$refs.all);
    this.grown.observe(this.$refs.log);
    this.toEnd();
  },
  unmounted() {
    this.grown.disconnect();
  },
  methods: {
    look() {
      const { scrollHeight, scrollTop, clientHeight } = this.$refs.log;
      const isNear = scrollHeight - scrollTop - clientHeight < NEAR;
      // A picture that loads moves the end away, too: only a reader who scrolls up leaves it.
      if (isNear) this.pinned = true;
      else if (scrollTop < this.top) this.pinned = false;
      this.top = scrollTop;
      this.away = !this.pinned;
    },
    toEnd(behavior = "instant") {
      if (!this.$refs.all.querySelector(".entry")) return; // the welcome is read from its beginning
      this.pinned = true;
      this.$refs.log.scrollTo({ top: this.$refs.log.scrollHeight, behavior });
    },
  },
};
