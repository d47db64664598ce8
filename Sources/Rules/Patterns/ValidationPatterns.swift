import Evidence

extension Pattern {
    /// A validator's verdict, or a count of what it rejected. Validation metrics of a training (`val_loss`, "validation accuracy") are not that.
    static let validationVerdict = Pattern(
        "validation-verdict",
        literals: [
            "alidation", "xpectation", "xpect_", "chema", "CHEMA", " failed", "alformed", "nvalid", "null", "columns", "uccess",
            "not a number",
            "not a date", "uplicate", "uality", "repeated", "out of range", "ejected",
        ],
        regex:
            #"(?i)(?:\bsuccess\s*["']?\s*[=:]\s*false\b|\bexpectations? (?:were |was )?(?:not met|failed|unmet)|\bfailed expect_\w+|\bexpect_\w+.{0,80}\bfail|\b(?:data|input|schema|quality|data quality) ?(?:validation|checks?|gate|contract|rules?)\b.{0,60}\b(?:fail|reject|error|violat|broken)|\bvalidation (?:failed|errors?)\b(?!\s*[=:]\s*[-+]?\d)|\b[1-9]\d* validation errors? for\b|\bschema (?:mismatch|violation|errors?|check failed)|\b[1-9]\d* (?:of \d+ )?(?:\w+ )?(?:rows|records|lines|values|entries|checks|rules)\b.{0,40}\b(?:failed|rejected|invalid|malformed|violated|missing)|\b(?:missing|unexpected) columns?\b|\bexpected columns?\b.{0,80}\bgot\b|\b[1-9]\d* (?:null|missing|duplicate)\w* values?\b|\bnull values in (?:column|non-nullable)|\b(?:is|are) not an? (?:number|date|timestamp|integer)\b.{0,20}\b[1-9]\d*|\b[1-9]\d* unexpected values\b)"#,
        matches: [
            "validation result: success=False, 2 expectations not met",
            "FAILED expect_column_values_to_be_in_set(unit): 5 unexpected values (1.2%)",
            "2 validation errors for Order", "quantity is not a number: 17 rows, first at line 7", "data validation failed for orders.csv",
            "expected columns ['a', 'b'], got ['a']", "data quality gate failed",
        ],
        ignores: [
            "val_loss: 0.3 validation error: 0.25", "Validation accuracy 0.93", "validation set: 400 rows", "0 rows failed",
            "all 5 checks passed",
        ])
}
