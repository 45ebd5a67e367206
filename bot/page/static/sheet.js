export default {
  template: `
    <dialog ref="dialog" class="sheet" :class="look" :aria-label="label" @click="outside" @close="$emit('closed')">
      <div class="sheet-body"><slot></slot></div>
    </dialog>`,
  props: { label: String, look: String },
  emits: ["closed"],
  methods: {
    open() {
      if (!this.$refs.dialog.open) this.$refs.dialog.showModal();
    },
    close() {
      this.$refs.dialog.close();
    },
    outside(event) {
      if (event.target === this.$refs.dialog) this.close();
    },
  },
};
