export default {
  template: `<time :datetime="at" :title="whole">{{ short }}</time>`,
  props: { at: String },
  computed: {
    short() {
      return new Date(this.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    },
    whole() {
      return new Date(this.at).toLocaleString();
    },
  },
};
