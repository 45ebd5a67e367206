export default {
  template: `
    <form class="one-line" @submit.prevent="say">
      <span v-if="before" class="one-line-before" aria-hidden="true">{{ before }}</span>
      <input ref="input" v-model="words" :aria-label="label" :placeholder="placeholder" maxlength="200">
      <button type="submit" class="round small" :aria-label="'Save: ' + label" :disabled="!words.trim()">✓</button>
    </form>`,
  props: { label: String, placeholder: String, before: String, value: String },
  emits: ["said"],
  data() {
    return { words: this.value ?? "" };
  },
  methods: {
    say() {
      if (!this.words.trim()) return;
      this.$emit("said", this.words.trim());
      this.words = "";
    },
  },
};
