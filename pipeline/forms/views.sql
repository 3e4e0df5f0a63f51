-- What people ask of the facts. `sharedfacts explore` shows these, its questions are asked of them.

CREATE VIEW partners AS
-- Who shares what with whom: a row for each council of an arrangement and each other member of it.
SELECT m.member AS council, m.gss_code, p.member AS partner, p.member_type AS partner_type, p.gss_code AS partner_code,
       p.role AS partner_role, a.arrangement_id, a.name AS arrangement, a.services, a.model, a.status, a.start, a.end
FROM arrangement_members AS m
JOIN arrangement_members AS p ON p.arrangement_id = m.arrangement_id AND p.rowid <> m.rowid
JOIN arrangements AS a ON a.arrangement_id = m.arrangement_id
WHERE m.member_type = 'council';

CREATE VIEW ended_arrangements AS
-- Arrangements that ended or never began, each with the savings promised for it and claimed as results.
SELECT a.arrangement_id, a.name AS arrangement, a.councils, a.services, a.model, a.status, a.start, a.end,
       s.status AS promise_or_result, s.low_gbp, s.high_gbp, s.qualifier, s.period, s.years, s.by, s.first_reported,
       s.documents, s.saving_id
FROM arrangements AS a
LEFT JOIN savings AS s ON s.arrangement_id = a.arrangement_id
WHERE a.status IN ('ended', 'abandoned');

CREATE VIEW failure_barriers AS
-- What texts say stood in the way of arrangements that ended, never began, or lost a partner.
SELECT f.theme, f.sentence, f.text, a.name AS arrangement, a.councils, a.services, a.status, d.title, d.published, f.page,
       f.doc_id, f.arrangement_id, f.factor_id
FROM factors AS f
JOIN arrangements AS a ON a.arrangement_id = f.arrangement_id
JOIN documents AS d ON d.doc_id = f.doc_id
WHERE f.polarity = 'barrier'
  AND (a.status IN ('ended', 'abandoned')
       OR EXISTS (SELECT 1 FROM arrangement_members AS m WHERE m.arrangement_id = a.arrangement_id AND m.role = 'former'));

CREATE VIEW promises_and_results AS
-- Savings promised beside savings delivered, of one arrangement and one kind of period. Neither is added up.
SELECT a.arrangement_id, a.name AS arrangement, a.councils, a.services, a.status, p.period,
       p.low_gbp AS promised_low_gbp, p.high_gbp AS promised_high_gbp, p.qualifier AS promised_qualifier,
       p.first_reported AS promised_in, r.low_gbp AS delivered_low_gbp, r.high_gbp AS delivered_high_gbp,
       r.qualifier AS delivered_qualifier, r.first_reported AS delivered_in, p.saving_id AS promise_id,
       r.saving_id AS result_id
FROM savings AS p
JOIN savings AS r ON r.arrangement_id = p.arrangement_id AND r.period = p.period AND r.status = 'achieved'
JOIN arrangements AS a ON a.arrangement_id = p.arrangement_id
WHERE p.status IN ('expected', 'missed');

CREATE VIEW conflicting_savings AS
-- Two claims that cannot both be true, side by side; each pair once.
SELECT s.arrangement_id, a.name AS arrangement, a.councils, s.status, s.period, s.low_gbp, s.high_gbp, s.qualifier,
       s.first_reported, o.low_gbp AS other_low_gbp, o.high_gbp AS other_high_gbp, o.qualifier AS other_qualifier,
       o.first_reported AS other_first_reported, s.saving_id, o.saving_id AS other_saving_id
FROM saving_conflicts AS c
JOIN savings AS s ON s.saving_id = c.saving_id
JOIN savings AS o ON o.saving_id = c.other_saving_id
JOIN arrangements AS a ON a.arrangement_id = s.arrangement_id
WHERE s.saving_id < o.saving_id;

CREATE VIEW saving_sentences AS
-- Each saving with every sentence that claims it.
SELECT s.saving_id, s.arrangement_id, s.arrangement, s.status, s.period, s.low_gbp, s.high_gbp, s.qualifier, f.sentence,
       d.title, d.published, f.page, f.doc_id, f.figure_id
FROM savings AS s
JOIN saving_figures AS j ON j.saving_id = s.saving_id
JOIN figures AS f ON f.figure_id = j.figure_id
JOIN documents AS d ON d.doc_id = f.doc_id;

CREATE VIEW dated_lessons AS
-- Lessons with the date of their document.
SELECT d.published, l.theme, l.sentence, l.probability, l.second_theme, d.title, l.page, a.name AS arrangement, l.doc_id,
       l.arrangement_id, l.lesson_id
FROM lessons AS l
JOIN documents AS d ON d.doc_id = l.doc_id
LEFT JOIN arrangements AS a ON a.arrangement_id = l.arrangement_id;

CREATE VIEW councils_map AS
-- Councils in arrangements, where they are, and how many arrangements stand or have ended.
SELECT c.council, c.council_type, c.nation, c.region, count(*) AS arrangements,
       count(*) FILTER (WHERE a.status = 'live') AS live,
       count(*) FILTER (WHERE a.status IN ('proposed', 'agreed')) AS planned,
       count(*) FILTER (WHERE a.status IN ('ended', 'abandoned')) AS ended, c."end" AS abolished, c.latitude, c.longitude,
       c.gss_code
FROM arrangement_members AS m
JOIN arrangements AS a ON a.arrangement_id = m.arrangement_id
JOIN authorities AS c ON c.gss_code = m.gss_code
GROUP BY c.gss_code;
