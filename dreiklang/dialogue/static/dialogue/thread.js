// One file after the other: the next place opens when the one before it is taken. Only a picture asks what it shows.
(() => {
  for (const box of document.querySelectorAll(".attach")) {
    const rows = [...box.querySelectorAll(".attach__one")];
    const arrange = () => {
      rows.forEach((row, place) => {
        const file = row.querySelector("[type=file]"), alt = row.querySelector("[type=text]");
        const isWrong = row.querySelector(".kern-error") !== null;
        row.hidden = place > 0 && !file.files.length && !isWrong && !rows[place - 1].querySelector("[type=file]").files.length;
        const isPicture = /\.(jpe?g|png|webp)$/i.test(file.value);
        alt.closest("div").hidden = !isPicture && !isWrong && !alt.value;
        alt.required = isPicture;
      });
    };
    box.addEventListener("change", arrange);
    arrange();
  }
})();
