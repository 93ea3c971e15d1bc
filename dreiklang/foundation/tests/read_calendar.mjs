// Reads an iCalendar text from standard input with ical.js, the parser of many web calendars, and prints what it
// understood as JSON: every moment in UTC.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone);
}
const text = (component, name) => component.getFirstPropertyValue(name);
const utc = (moment) => new Date(moment.toUnixTime() * 1000).toISOString().replace(".000Z", "+00:00");

console.log(
  JSON.stringify({
    name: text(calendar, "name"),
    method: text(calendar, "method"),
    events: calendar.getAllSubcomponents("vevent").map((component) => {
      const event = new ICAL.Event(component);
      return {
        uid: event.uid,
        title: event.summary,
        place: event.location,
        description: event.description,
        url: text(component, "url"),
        status: text(component, "status"),
        sequence: event.sequence,
        starts: utc(event.startDate),
        ends: utc(event.endDate),
        attendees: event.attendees.map((attendee) => attendee.getFirstValue()),
      };
    }),
  }),
);
