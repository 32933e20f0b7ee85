package dev.confab.cli.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldValuesTest {

    @Test
    void valuesAreWordsOrStandInQuotationMarks() throws Refusal {
        assertEquals(
                Map.of("name", "Mira \"Mi\" Okafor\\", "age", "34", "note", "a=b", "none", "", "empty", ""),
                FieldValues.of("name=\"Mira \\\"Mi\\\" Okafor\\\\\"  age=34 note=a=b none= empty=\"\""));
        assertEquals(
                List.of("b", "a"),
                List.copyOf(FieldValues.of("b=1 a=2").keySet()),
                "in the order in which they were typed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name=Mira Okafor",
                "name=\"Mira",
                "name=\"a\"b",
                "name=\"a\\\"",
                "a=1 =2",
                "a=1 a=2",
                "a=say\"so\""
            })
    void whatIsNoFieldIsRefused(String argument) {
        assertThrows(Refusal.class, () -> FieldValues.of(argument));
    }

    @Test
    void aPayloadIsNotTakenForFields() {
        assertTrue(FieldValues.areIn("name=\"Mira Okafor\" age=34"));
        assertFalse(FieldValues.areIn("CALL_YES"));
        assertFalse(FieldValues.areIn("internet, tv"));
        assertFalse(FieldValues.areIn("2030-06-03T14:30:00.000Z"));
    }

    @Test
    void aLongLineIsReadInTime() {
        assertThrows(Refusal.class, () -> FieldValues.of("a=\"" + "\\x".repeat(200_000)));
    }
}
