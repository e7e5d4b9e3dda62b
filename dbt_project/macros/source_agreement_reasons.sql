{#
  Why two numbers of one pair (alias `compared`) may differ, all reasons in one text, in English
  (`en`) or Indonesian (`id`). What nothing stated explains is said to be a contradiction.
#}
{% macro source_agreement_reasons(language) -%}
    {%- set english = language == 'en' -%}
    {%- set reasons = [
        (
            "compared.as_of_a is null or compared.as_of_b is null",
            "'the date that one of them holds for is unknown'",
            "'tanggal acuan salah satunya tidak diketahui'",
        ),
        (
            "compared.as_of_a <> compared.as_of_b",
            "'they hold for dates ' || abs(compared.as_of_a - compared.as_of_b) || ' days apart'",
            "'tanggal acuannya terpaut ' || abs(compared.as_of_a - compared.as_of_b) || ' hari'",
        ),
        (
            "compared.as_of_precision_a <> 'day' or compared.as_of_precision_b <> 'day'",
            "'a date is known only by its month or year'",
            "'sebuah tanggal hanya diketahui bulan atau tahunnya'",
        ),
        (
            "compared.unit_a <> compared.unit_b",
            "'units differ'",
            "'satuannya berbeda'",
        ),
        (
            "compared.measure_a <> compared.measure_b",
            "'measures differ: ' || compared.measure_name_en_a || ' against '"
            ~ " || compared.measure_name_en_b",
            "'ukurannya berbeda: ' || compared.measure_name_id_a || ' dan '"
            ~ " || compared.measure_name_id_b",
        ),
        (
            "compared.period_label_a <> compared.period_label_b",
            "'periods are printed differently'",
            "'periodenya tertulis berbeda'",
        ),
        (
            "compared.measure_family in ('proven', 'recommended', 'followed_up', 'not_followed_up')"
            ~ " and (compared.source_a = 'bawaslu') <> (compared.source_b = 'bawaslu')",
            "'a finding of Bawaslu is no decision of KASN or of an employer'",
            "'temuan Bawaslu bukan putusan KASN atau PPK'",
        ),
        (
            "compared.value_a <> compared.value_b"
            ~ " and (compared.basis_a = 'register' or compared.basis_b = 'register')",
            "'a register holds only what came to that office'",
            "'sebuah register hanya memuat yang masuk ke kantor itu'",
        ),
    ] -%}
    coalesce(
        nullif(
            concat_ws(
                '; '
                {%- for condition, text_en, text_id in reasons %},
                case when {{ condition }} then {{ text_en if english else text_id }} end
                {%- endfor %}
            ),
            ''
        ),
        case
            when compared.value_a = compared.value_b
                then '{{ "nothing stated sets them apart, and they agree" if english
                         else "tidak ada pembeda yang tertulis, dan keduanya sama" }}'
            else '{{ "nothing stated explains the difference: they contradict each other" if english
                     else "tidak ada yang tertulis menjelaskan selisihnya: keduanya bertentangan" }}'
        end
    )
{%- endmacro %}
