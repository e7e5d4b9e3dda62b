-- What each chart must show, asked of the release itself: written by hand, not from the charts.
-- A comment line names the chart; compared are the columns that a query has.

-- case_stages
select election_name,
       sum(reported) as Dilaporkan, sum(processed) as Diproses,
       sum(proven) as Terbukti, sum(followed_up) as Ditindaklanjuti,
       sum(sanctioned) as "Dijatuhi sanksi",
       if(is_demo, 'contoh buatan', 'nyata') as data_origin
from reporting.funnel_by_institution group by all;

-- follow_up_by_institution
select institution_name, 100 * sum(followed_up) / sum(proven) as "Persentase ditindaklanjuti"
from reporting.follow_up_rate where basis = 'cases' group by institution_name, is_demo;

-- cases_by_institution
select institution_name, sum(reported) as Dilaporkan, sum(proven) as Terbukti
from reporting.funnel_by_institution group by institution_name, is_demo;

-- cases_by_violation
select violation_name_id, sum(reported) as Dilaporkan, sum(proven) as Terbukti
from reporting.violations_by_type group by violation_name_id, is_demo;

-- cases_by_position
select position_class_name_id, sum(reported) as Dilaporkan, sum(proven) as Terbukti
from reporting.violations_by_position group by position_class_name_id, is_demo;

-- cases_by_region
select region_name, reported, processed, proven, followed_up, sanctioned,
       case level when 'province' then 'provinsi' when 'country' then 'negara'
                  else 'kabupaten/kota' end as level_word
from reporting.funnel_by_region;

-- days_between_stages
select cases, shortest_days, median_days, longest_days,
       if(from_stage = 'forwarded', 'diteruskan',
          if(from_stage = 'recommended', 'direkomendasikan', 'dilaporkan')) as from_stage_word
from reporting.stage_duration;

-- sanction_against_recommended
select case given_against_recommended when 'same' then 'sama' when 'lighter' then 'lebih ringan'
                                      when 'heavier' then 'lebih berat' end
           as given_against_recommended_word,
       sum(cases) as Perkara
from reporting.sanction_compared
group by given_against_recommended, given_against_prescribed, is_demo;

-- outreach
select epoch_ms(event_date::timestamp) as event_date, region_name, organiser, participants,
       days_before_vote
from reporting.outreach_calendar;

-- figures_over_time
select epoch_ms(as_of::timestamp) as as_of, measure_name_id, max(value) as "Angka tercetak"
from reporting.figure_history
where source_code = 'kasn' and election_code = 'pilkada_2020' and region_code = 'ID'
      and unit = 'person' and member is null
group by as_of, measure_name_id, is_demo;

-- sources_compared
select region_name, value_a, epoch_ms(as_of_a::timestamp) as as_of_a, value_b,
       epoch_ms(as_of_b::timestamp) as as_of_b, difference
from reporting.source_agreement where is_closest;

-- consistency_by_rule
select if(status = 'holds', 'cocok', 'bertentangan') as status_word, count(*) as Uji
from quality.consistency group by rule, status, is_demo;

-- contradictions
select scope, left_value, right_value, difference, citation
from quality.consistency where status = 'contradicted';

-- row_balance
select delivery_key, sheet_name, nonempty, structural, read, loaded, rejected, set_aside, difference
from quality.row_balance;
