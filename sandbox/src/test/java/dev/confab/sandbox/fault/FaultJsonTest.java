package dev.confab.sandbox.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.confab.sandbox.json.BoundedJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults as JSON. */
class FaultJsonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"fault\":\"refuseConnect\",\"status\":500}                               | RefuseConnect[status=500, retryAfterSeconds=0]",
                "{\"fault\":\"refuseConnect\"}                                              | RefuseConnect[status=503, retryAfterSeconds=0]",
                "{\"fault\":\"refuseConnect\",\"retryAfterSeconds\":7} | RefuseConnect[status=503, retryAfterSeconds=7]",
                "{\"fault\":\"dropAfterFrames\",\"frames\":3}                               | DropAfterFrames[frames=3, direction=SENT]",
                "{\"fault\":\"dropAfterFrames\",\"frames\":3,\"direction\":\"received\"}    | DropAfterFrames[frames=3, direction=RECEIVED]",
                "{\"fault\":\"dropAtByte\",\"bytes\":100}                                   | DropAtByte[bytes=100]",
                "{\"fault\":\"random\",\"seed\":9,\"probability\":0.01}                     | RandomDrop[seed=9, probability=0.01]",
                "{\"fault\":\"stallAnswers\"}                                               | StallAnswers[]",
                "{\"fault\":\"closeWith\",\"code\":1011,\"reason\":\"no\"}                  | CloseWith[code=1011, reason=no]",
                "{\"fault\":\"slowReader\",\"millis\":500}                                  | SlowReader[pause=PT0.5S]",
                "{\"fault\":\"delay\",\"millis\":500}                                       | Delay[delay=PT0.5S]",
                "{\"fault\":\"duplicate\"}                                                  | Duplicate[]",
                "{\"fault\":\"reorder\"}                                                    | Reorder[]",
                "{\"fault\":\"suppressEcho\"}                                               | SuppressEcho[]",
                "{\"fault\":\"dropBeforeStore\"}                                            | DropBeforeStore[]",
                "{\"fault\":\"dropAfterStore\"}                                             | DropAfterStore[]",
                "{\"fault\":\"rateLimit\",\"retryAfterSeconds\":3}                          | RateLimit[retryAfterSeconds=3]",
                "{\"fault\":\"rateLimit\"}                                                  | RateLimit[retryAfterSeconds=1]",
                "{\"fault\":\"expire\"}                                                     | Expire[]",
                "{\"fault\":\"failHistory\"}                                                | FailHistory[status=500, retryAfterSeconds=0]",
                "{\"fault\":\"failHistory\",\"retryAfterSeconds\":7} | FailHistory[status=500, retryAfterSeconds=7]",
            })
    void every_fault_is_read_and_read_again_after_being_written(String json, String fault)
            throws JsonProcessingException {
        FaultJson.Scoped read = FaultJson.read(BoundedJson.parse(json));
        assertEquals(fault, read.fault().toString());
        assertEquals(FaultScope.always(), read.scope());
        var written = FaultJson.write(new FaultView("7", read.fault(), read.scope(), 0));
        assertEquals("7", written.remove("id").asText());
        written.remove("applied");
        written.remove("active");
        assertEquals(read, FaultJson.read(BoundedJson.parse(written.toString())));
    }

    @Test
    void the_scope_is_read() throws JsonProcessingException {
        FaultJson.Scoped read = FaultJson.read(
                BoundedJson.parse("{\"fault\":\"duplicate\",\"session\":\"t\",\"after\":2,\"count\":3}"));
        assertEquals(FaultScope.always().inSession("t").startingAfter(2).times(3), read.scope());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"fault\":\"magic\"}",
                "{\"fault\":7}",
                "{\"fault\":\"delay\"}",
                "{\"fault\":\"delay\",\"millis\":-1}",
                "{\"fault\":\"delay\",\"millis\":1.5}",
                "{\"fault\":\"delay\",\"millis\":\"1\"}",
                "{\"fault\":\"duplicate\",\"mills\":1}",
                "{\"fault\":\"duplicate\",\"count\":-1}",
                "{\"fault\":\"duplicate\",\"session\":7}",
                "{\"fault\":\"dropAfterFrames\",\"frames\":1,\"direction\":\"up\"}",
                "{\"fault\":\"random\",\"probability\":2}",
                "{\"fault\":\"random\"}",
                "{\"fault\":\"closeWith\",\"code\":1}",
                "{\"fault\":\"refuseConnect\",\"status\":99999999999}"
            })
    void what_is_no_fault_is_refused(String json) throws JsonProcessingException {
        var node = BoundedJson.parse(json);
        assertThrows(IllegalArgumentException.class, () -> FaultJson.read(node));
    }
}
