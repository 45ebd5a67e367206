const DRAFT = "familiar-draft";
const LONGEST_SIDE = 2048; // px; twice what Familiar looks at
const LARGE = 1_500_000; // bytes; from here on a photo is made smaller before it travels

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID needs https, a phone in the home has http
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Smaller, upright, without the place where it was taken. What the browser can't read goes as it is:
// the answer says what is wrong with it.
async function lighten(file) {
  if (file.size < LARGE && !/hei[cf]|avif/i.test(file.type)) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "white";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return (await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.92))) ?? file;
  } catch {
    return file;
  }
}

const icon = (paths) => `<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8"
  stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`;
const PHOTO = icon(`<rect x="3" y="5" width="18" height="14.5" rx="3"/><circle cx="8.5" cy="10" r="1.7"/>
  <path d="M4 18l5.5-5 3.5 3 3-2.5 5 4.5"/>`);
const CAMERA = icon(`<path d="M4 8.5h3.5l1.5-2.5h6l1.5 2.5H20a1 1 0 0 1 1 1V18a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9.5a1 1 0 0 1 1-1z"/>
  <circle cx="12" cy="13.5" r="3.3"/>`);
const SEND = icon(`<path d="M12 19V5M5.5 11.5L12 5l6.5 6.5"/>`);
const STOP = `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><rect x="7" y="7" width="10" height="10" rx="2.5" fill="currentColor"/></svg>`;

export default {
  template: `
    <form class="composer" @submit.prevent="send">
      <div v-if="dragged" class="drop" aria-hidden="true"><div><b>Drop photos here</b><br>and tell me who that is</div></div>
      <p class="problem" role="alert">{{ problem }}</p>
      <div v-if="quoted" class="quote">
        <img v-if="quoted.picture" :src="quoted.picture" alt="">
        <span>Replying to {{ quoted.words || "a photo" }}</span>
        <button type="button" class="round small" aria-label="Do not reply to this" @click="quoted = null">✕</button>
      </div>
      <ul v-if="photos.length" class="thumbs" aria-label="Photos to send">
        <li v-for="(photo, index) in photos" :key="photo.url">
          <img :src="photo.url" :alt="photo.file.name || 'Photo ' + (index + 1)">
          <button type="button" class="round small" :aria-label="'Remove photo ' + (index + 1)" @click="remove(index)">✕</button>
        </li>
      </ul>
      <div class="box">
        <button type="button" class="round" aria-label="Add photos" title="Add photos" @click="$refs.pick.click()">${PHOTO}</button>
        <button type="button" class="round camera" aria-label="Take a photo" title="Take a photo"
          @click="$refs.camera.click()">${CAMERA}</button>
        <textarea ref="words" v-model="words" rows="1" aria-label="Message" :placeholder="placeholder" enterkeyhint="send"
          @input="fit" @keydown="key"></textarea>
        <button v-if="busy && isEmpty" type="button" class="round go" aria-label="Stop" title="Stop"
          @click="$emit('stop')">${STOP}</button>
        <button v-else type="submit" class="round go" aria-label="Send" title="Send" :disabled="isEmpty"
          :class="{ sending }">${SEND}</button>
      </div>
      <input ref="pick" type="file" accept="image/*" multiple hidden aria-hidden="true" @change="picked">
      <input ref="camera" type="file" accept="image/*" capture="environment" hidden aria-hidden="true" @change="picked">
    </form>`,
  props: { busy: Boolean, mostPhotos: Number, mostBytes: Number },
  emits: ["stop"],
  data: () => ({ words: "", photos: [], quoted: null, problem: "", dragged: false, sending: false }),
  computed: {
    isEmpty() {
      return !this.words.trim() && !this.photos.length;
    },
    placeholder() {
      return this.photos.length ? "Who is this?" : "Write to Familiar";
    },
  },
  mounted() {
    this.words = sessionStorage.getItem(DRAFT) ?? ""; // survives a restart of the server in mid-sentence
    this.$nextTick(this.fit);
    this.listeners = { paste: this.paste, dragenter: this.drag, dragover: this.drag, dragleave: this.leave, drop: this.drop };
    for (const [name, listener] of Object.entries(this.listeners)) window.addEventListener(name, listener);
    if (matchMedia("(pointer: fine)").matches) this.$refs.words.focus();
  },
  unmounted() {
    for (const [name, listener] of Object.entries(this.listeners)) window.removeEventListener(name, listener);
  },
  watch: {
    words(words) {
      sessionStorage.setItem(DRAFT, words);
      this.$nextTick(this.fit);
    },
  },
  methods: {
    write(words, attach) {
      this.words = words;
      this.$refs.words.focus();
      if (attach) this.$refs.pick.click();
    },
    quoteEntry(quoted) {
      this.quoted = quoted;
      this.$refs.words.focus();
    },
    fit() {
      const box = this.$refs.words;
      if (!box) return;
      box.style.height = "auto";
      box.style.height = `${box.scrollHeight}px`;
    },
    key(event) {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return; // Enter also ends a Chinese word
      event.preventDefault();
      this.send();
    },
    add(files) {
      this.problem = "";
      for (const file of files) {
        const name = file.name || "That photo";
        if (file.type && !file.type.startsWith("image/")) this.problem = `I can only look at pictures, and ${name} is none.`;
        else if (file.size > this.mostBytes)
          this.problem = `${name} has ${Math.round(file.size / 1e6)} MB; please send one of 20 MB or less.`;
        else if (this.photos.length >= this.mostPhotos) this.problem = `I take ${this.mostPhotos} photos at a time.`;
        else this.photos.push({ file, url: URL.createObjectURL(file) });
      }
      this.$refs.words.focus();
    },
    remove(index) {
      const [photo] = this.photos.splice(index, 1);
      URL.revokeObjectURL(photo.url);
      this.$refs.words.focus();
    },
    picked(event) {
      this.add(event.target.files);
      event.target.value = ""; // so that the same photo can be picked again
    },
    paste(event) {
      if (event.clipboardData.files.length) {
        event.preventDefault();
        this.add(event.clipboardData.files);
      }
    },
    drag(event) {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      this.dragged = true;
    },
    leave(event) {
      if (event.relatedTarget === null) this.dragged = false;
    },
    drop(event) {
      this.dragged = false;
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      this.add(event.dataTransfer.files);
    },
    send() {
      if (this.isEmpty) return;
      const again = this.failed && this.failed.words === this.words && this.failed.photos.length === this.photos.length;
      const update = again ? this.failed.update : newId(); // a send that is tried again is answered once
      const letter = { update, words: this.words, photos: this.photos, quoted: this.quoted };
      Object.assign(this, { words: "", photos: [], quoted: null, problem: "", failed: null });
      this.$refs.words.focus();
      this.posted = (this.posted ?? Promise.resolve()).then(() => this.post(letter)); // one after the other
    },
    async post(letter) {
      this.sending = true;
      const problem = await this.deliver(letter);
      this.sending = false;
      if (!problem) {
        for (const { url } of letter.photos) URL.revokeObjectURL(url);
        return;
      }
      this.problem = problem;
      this.failed = letter;
      this.words = [letter.words, this.words].filter(Boolean).join("\n");
      this.photos = [...letter.photos, ...this.photos];
      this.quoted ??= letter.quoted;
    },
    async deliver({ update, words, photos, quoted }) {
      try {
        const form = new FormData();
        form.set("update", update);
        form.set("text", words.trim());
        if (quoted) form.set("quoted", quoted.entry);
        for (const { file } of photos) form.append("photos", await lighten(file), "photo");
        const response = await fetch("/messages", { method: "POST", body: form });
        return response.ok ? "" : (await response.json()).sentence;
      } catch {
        return "I can't be reached right now. Your message is still here: send it again in a moment.";
      }
    },
  },
};
