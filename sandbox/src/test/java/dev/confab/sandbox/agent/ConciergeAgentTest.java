package dev.confab.sandbox.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the scripted agents answer. */
class ConciergeAgentTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Where is my parcel?            | Your order left our warehouse",
                "TRACK my Order 4711            | Your order left our warehouse",
                "When do you open tomorrow?     | We are here every day",
                "How much is the premium plan?  | The basic plan",
                "I want to talk to a human      | Of course. A colleague",
                "Thank you!                     | You are welcome",
                "bye                            | Goodbye",
                "hi there                       | Hello!",
                "Which way?                     | You wrote “Which way?”"
            })
    void a_question_is_answered_after_typing(String question, String beginning) {
        List<AgentAct> acts = new ConciergeAgent().heard(question);
        assertInstanceOf(AgentAct.Typing.class, acts.get(0));
        String reply = assertInstanceOf(AgentAct.Say.class, acts.get(1)).text();
        assertTrue(reply.startsWith(beginning), reply);
    }

    @Test
    void a_long_text_is_not_quoted_in_full_nor_cut_inside_a_character() {
        String reply =
                ((AgentAct.Say) new ConciergeAgent().heard("🎈".repeat(2000)).get(1)).text();
        assertTrue(reply.contains("“" + "🎈".repeat(80) + "…”"), reply);
    }

    @Test
    void silence_is_met_with_a_question() {
        String reply = ((AgentAct.Say) new ConciergeAgent().heard("  ").get(1)).text();
        assertTrue(reply.endsWith("?"), reply);
    }

    @Test
    void the_echo_agent_repeats_and_does_not_greet() {
        Agent agent = new EchoAgent();
        assertEquals(List.of(), agent.joined());
        assertEquals(List.of(new AgentAct.Say("x")), agent.heard("x"));
        assertEquals(List.of(), agent.heard(""));
        assertEquals(List.of(), agent.noticedTyping());
    }

    @Test
    void the_silent_agent_is_silent() {
        Agent agent = new SilentAgent();
        assertEquals(List.of(), agent.joined());
        assertEquals(List.of(), agent.heard("x"));
    }
}
