package dev.confab.sample.chat;

import java.util.List;

/**
 * A sentence before it is put into a language.
 *
 * @param phrase which one
 * @param values what stands in its gaps
 */
public record Words(Phrase phrase, List<Object> values) {

    /** Copies the values. */
    public Words {
        values = List.copyOf(values);
    }

    /** The phrase with these values in its gaps. */
    public static Words of(Phrase phrase, Object... values) {
        return new Words(phrase, List.of(values));
    }
}
