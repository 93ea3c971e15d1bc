from django.db import models

from dreiklang.places.names import search_form


class Land(models.Model):
    key = models.CharField(max_length=2, primary_key=True)  # first two digits of every municipality key in it
    name = models.CharField(max_length=60)
    is_fictional = models.BooleanField(default=False)
    as_of = models.DateField("Gebietsstand", null=True)  # of the register; None for an invented Land

    class Meta:
        ordering = ["key"]

    def __str__(self):
        return self.name


class District(models.Model):
    """A Landkreis or a kreisfreie Stadt (in Baden-Württemberg: Stadtkreis)."""

    key = models.CharField(max_length=5, primary_key=True)
    land = models.ForeignKey(Land, on_delete=models.CASCADE, related_name="districts")
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=120)
    kind = models.CharField(max_length=60)

    class Meta:
        ordering = ["key"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.folded = search_form(self.name)
        super().save(*args, **kwargs)


class Outline(models.Model):
    """A district as a drawing; all are on one grid, so that neighbours meet (places/outlines.py)."""

    district = models.OneToOneField(District, on_delete=models.CASCADE, primary_key=True, related_name="outline")
    shape = models.TextField()  # the path of an SVG, in units of the grid
    left, top, right, bottom = (models.IntegerField() for _side in range(4))
    source = models.CharField(max_length=300)
    link = models.URLField(max_length=300, blank=True)


class Association(models.Model):
    """A municipal association (kommunaler Landesverband): Städtetag, Gemeindetag, Landkreistag."""

    slug = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=120)
    short = models.CharField(max_length=40)

    def __str__(self):
        return self.name


class Municipalities(models.QuerySet):
    def with_district(self):
        return self.select_related("district", "district__land")

    def current(self):
        return self.filter(is_current=True)


class Municipality(models.Model):
    """A municipality, town, or a district as an employer of its own. Source: GV100AD of Destatis, or the demo."""

    GEMEINDE, STADT, KREISFREI, LANDKREIS = "gemeinde", "stadt", "stadtkreis", "landkreis"
    KINDS = [(GEMEINDE, "Gemeinde"), (STADT, "Stadt"), (KREISFREI, "Stadtkreis"), (LANDKREIS, "Landkreis")]

    key = models.CharField("AGS", max_length=8, primary_key=True)  # a district has its five digits and "000"
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=120, db_index=True)
    kind = models.CharField(max_length=12, choices=KINDS)
    district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="municipalities")
    population = models.PositiveIntegerField(default=0)
    area = models.FloatField("Fläche in km²", default=0)
    is_current = models.BooleanField(default=True)  # false once a newer register no longer names it

    objects = Municipalities.as_manager()

    class Meta:
        ordering = ["folded", "key"]
        indexes = [models.Index(fields=["kind", "population"])]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.folded = search_form(self.name)
        super().save(*args, **kwargs)

    @property
    def path(self) -> str:
        return f"/kommunen/{self.key}/"

    @property
    def is_landkreis(self) -> bool:
        return self.kind == self.LANDKREIS

    @property
    def designation(self) -> str:
        """What it is, in the official word of its Land: 'Gemeinde', 'Kreisfreie Stadt', 'Regionalverband'."""
        if self.kind in {self.KREISFREI, self.LANDKREIS}:
            return self.district.kind
        return self.get_kind_display()

    @property
    def label(self) -> str:
        """The name and what tells it from its namesakes: 'Neuenkirchen (Stade)', 'Heilbronn (Stadtkreis)'.

        The name of a Landkreis says already what it is: 'Landkreis Heilbronn'. No two current labels are alike.
        """
        if self.kind == self.LANDKREIS:
            return self.name
        if self.kind == self.KREISFREI:
            return f"{self.name} ({self.district.kind})"
        return f"{self.name} ({self.district.name})"


class Indicator(models.Model):
    """A figure that is known of many municipalities and says something of an officer's work; from a file that the team
    imported, with where it comes from."""

    name = models.CharField(primary_key=True, max_length=80)  # as it is read: "Anteil ausländischer Einwohner"
    unit = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=300)
    as_of = models.DateField()
    weight = models.FloatField(default=0.5)  # from the first to the last of all is so far apart (places/nearness.py)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Figure(models.Model):
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="figures")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="figures")
    value = models.FloatField()
    quantile = models.FloatField()  # its place among all that are known, from 0 to 1

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "municipality"], name="figure_once")]
