package dev.confab.sandbox.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON. Reading is bounded in nesting and in the length of names and numbers, so that no text a client
 * sends can exhaust the stack or the processor; the length of the text itself is bounded by whoever received it.
 */
public final class BoundedJson {

    /** How deep objects and arrays may be nested. */
    public static final int MAX_NESTING = 64;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxNameLength(2048)
                    .maxNumberLength(100)
                    .build())
            .build();

    // Content of guests is handed back as it came, so 1.10 must stay 1.10.
    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private BoundedJson() {}

    /**
     * Parses one JSON value.
     *
     * @param text the whole text
     * @return the value
     * @throws JsonProcessingException when the text is not exactly one JSON value within the bounds
     */
    public static JsonNode parse(String text) throws JsonProcessingException {
        JsonNode node = MAPPER.readTree(text);
        if (node.isMissingNode()) {
            throw new EmptyTextException();
        }
        return node;
    }

    /**
     * Opens a streaming parser with the same bounds.
     *
     * @param text the text to read
     * @return a parser before the first token
     */
    public static JsonParser stream(String text) {
        try {
            return FACTORY.createParser(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Tells whether a text is one JSON value.
     *
     * @param text the text to look at
     * @return true when {@link #parse} would accept it
     */
    public static boolean isJson(String text) {
        try (JsonParser parser = stream(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Finds a string in an object without reading what stands behind it.
     *
     * @param text the text of an object
     * @param name the name of the field, which must not be inside another one
     * @return the string, null when there is none or the text is no JSON
     */
    public static @Nullable String topLevelString(String text, String name) {
        try (JsonParser parser = stream(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals(name);
                JsonToken value = parser.nextToken();
                if (wanted) {
                    return value == JsonToken.VALUE_STRING ? parser.getText() : null;
                }
                parser.skipChildren();
            }
        } catch (IOException e) {
            return null;
        }
        return null;
    }

    /**
     * Writes a value.
     *
     * @param node the value
     * @return its text, without insignificant white space
     */
    public static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes a value for people to read.
     *
     * @param node the value
     * @return its text, indented
     */
    public static String indented(JsonNode node) {
        return node.toPrettyString();
    }

    /**
     * Appends a string literal.
     *
     * @param target where to append
     * @param value the string to quote
     */
    public static void quote(StringBuilder target, String value) {
        target.append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, target);
        target.append('"');
    }

    /**
     * Makes an empty object.
     *
     * @return a new object
     */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * Makes an empty array.
     *
     * @return a new array
     */
    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    private static final class EmptyTextException extends JsonProcessingException {
        private static final long serialVersionUID = 1L;

        EmptyTextException() {
            super("the text is empty");
        }
    }
}
