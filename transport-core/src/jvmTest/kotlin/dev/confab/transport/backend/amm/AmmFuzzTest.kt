package dev.confab.transport.backend.amm

import dev.confab.transport.net.BoundedJson
import dev.confab.transport.testing.ChangedFrames
import dev.confab.transport.testing.Fuzzing
import kotlinx.serialization.json.Json
import kotlin.random.Random
import kotlin.test.Test
import kotlin.test.assertTrue

/** Documents and frames that no server would send: what is decoded does not matter; that nothing breaks does. */
class AmmFuzzTest {
    private val mapping = AmmMapping("alice@example.com")

    @Test
    fun SEC5_nothing_that_was_changed_by_chance_breaks_a_decoder() {
        val golden = ChangedFrames("amm", Random(Fuzzing.seed)).trees.size
        assertTrue(golden > 30, "only $golden golden files")
        Fuzzing.of("amm", ::decode)
    }

    @Test
    fun SEC5_deep_nesting_is_refused() {
        listOf("[".repeat(100_000), "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)).forEach { Fuzzing.reading(it, ::decode) }
    }

    private fun decode(text: String) {
        AmmFrame.decode(text)
        Json.parseToJsonElement(AmmFrames().inspect(text).json)
        val root = BoundedJson.parseObject(text) ?: return
        AmmFlavour.entries.forEach { AmmResources.of(root, it) }
        val list = AmmCodec.conversations(root)?.conversations.orEmpty() + listOfNotNull(AmmCodec.conversation(root))
        val roster = AmmRoster(mapping)
        list.forEach { mapping.listed(it, roster.told(it).people, it.messages) }
        AmmCodec.message(root)?.let(mapping::message)
        AmmCodec.validations(root)
        AmmCodec.participants(root)
        AmmCodec.conversationIds(root)
    }
}
