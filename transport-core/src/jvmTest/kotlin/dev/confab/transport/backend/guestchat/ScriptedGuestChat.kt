package dev.confab.transport.backend.guestchat

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.update
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject
import java.io.DataInputStream
import java.io.OutputStream
import java.net.ServerSocket
import java.net.Socket
import java.security.MessageDigest
import java.time.Instant
import java.util.Base64
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.ConcurrentLinkedDeque
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Semaphore
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread

/**
 * A guest chat service down to the bytes, as the protocol notes describe it, whose misdeeds are chosen message by message: orders of answer and
 * copy that a real service shows once in a thousand times.
 */
internal class ScriptedGuestChat : AutoCloseable {
    enum class Deed {
        ANSWER,

        /** The copy goes out on the stream before the POST is answered. */
        COPY_FIRST,
        DROP_BEFORE_STORE,
        DROP_AFTER_STORE,
        FAIL_AFTER_STORE,
        TOO_MANY,
        NOT_ACTIVE,

        /** The agent says a hundred last words and ends the conversation; the message is refused. */
        END,
    }

    class Asked(val line: String, val authorization: String?)

    class Entry(val id: String, val sender: String, val bodyType: String, val body: String?, val timestamp: String)

    class Chat(val id: String) {
        val entries = CopyOnWriteArrayList<Entry>()
        val members = ConcurrentHashMap(mapOf("guest-$id" to "CONNECTED", "agent-$id" to "CONNECTED"))
        val streams = CopyOnWriteArrayList<Stream>()
        val guest get() = "guest-$id"
        val agent get() = "agent-$id"
        val jwt get() = "jwt.$id.x"
    }

    class Stream(private val socket: Socket) {
        @Synchronized
        fun send(opcode: Int, data: ByteArray) = runCatching {
            val out = socket.getOutputStream()
            val short = byteArrayOf(data.size.toByte())
            val long = if (data.size < SHORT) short else byteArrayOf(SHORT.toByte(), (data.size shr 8).toByte(), data.size.toByte())
            out.write(byteArrayOf((0x80 or opcode).toByte()) + long + data)
            out.flush()
        }

        fun cut() = socket.close()
    }

    private val server = ServerSocket(0)
    private val number = AtomicInteger()
    private val calls = MutableStateFlow<List<Asked>>(emptyList())

    val url: String get() = "http://127.0.0.1:${server.localPort}"
    val chats = CopyOnWriteArrayList<Chat>()
    val asked: List<Asked> get() = calls.value

    /** What happens to the next messages; then they are answered. */
    val deeds = ConcurrentLinkedDeque<Deed>()

    /** How a creation is refused, or null. */
    @Volatile
    var refuseCreating: Pair<Int, String>? = null

    /** How every call with a JWT is refused, or null. */
    @Volatile
    var refuseCalls: Pair<Int, String>? = null

    /** Where the stream is said to be, or null: where it is. */
    @Volatile
    var streamAt: String? = null

    /** One permit for each answer that waits. */
    val answers = Semaphore(0)

    init {
        thread(isDaemon = true) {
            while (!server.isClosed) {
                runCatching { server.accept() }.onSuccess { socket -> thread(isDaemon = true) { runCatching { serve(socket) } } }
            }
        }
    }

    val chat: Chat get() = chats.last()

    /** Suspends until a request whose line begins with [start] was made. */
    suspend fun awaitCall(start: String) {
        calls.first { calls -> calls.any { it.line.startsWith(start) } }
    }

    fun stored(chat: Chat = this.chat): List<String> =
        chat.entries.filter { it.sender == chat.guest && it.bodyType == "standard" }.map { it.body.orEmpty() }

    fun agentSays(text: String, chat: Chat = this.chat, told: Boolean = true) {
        val entry = store(chat, chat.agent, "standard", text)
        if (told) publish(chat, entry)
    }

    fun agentTypes() = chat.let {
        publish(it, "messages", "typing-indicator", body(it, Entry("t", it.agent, "", null, now())) - "bodyType")
    }

    fun agentJoins() {
        change(chat, chat.agent, "ALERTING")
        change(chat, chat.agent, "CONNECTED")
        publish(chat, store(chat, chat.agent, "member-join", null))
    }

    /** The agent's CONNECTED is told again, as it is at a hold. */
    fun hold() = change(chat, chat.agent, "CONNECTED")

    fun agentLeaves() {
        publish(chat, store(chat, chat.agent, "member-leave", null))
        change(chat, chat.agent, "DISCONNECTED")
    }

    /** The guest is away in passing, or back. */
    fun away(isAway: Boolean) = change(chat, chat.guest, if (isAway) "DISCONNECTED" else "CONNECTED")

    /** The agent ends the conversation. */
    fun end(chat: Chat = this.chat, announced: Boolean = true) {
        chat.members.replaceAll { _, _ -> "DISCONNECTED" }
        if (announced) publish(chat, store(chat, chat.guest, "member-leave", null))
        chat.streams.forEach { it.send(CLOSE, byteArrayOf(3, 0xE9.toByte())) }
    }

    fun cut() = chats.forEach { chat -> chat.streams.forEach(Stream::cut).also { chat.streams.clear() } }

    private fun change(chat: Chat, member: String, state: String) {
        chat.members[member] = state
        publish(chat, "members", "member-change", standing(chat, member, state))
    }

    private fun standing(chat: Chat, member: String, state: String): JsonObject = buildJsonObject {
        putJsonObject("conversation") { put("id", chat.id) }
        putJsonObject("member") {
            put("id", member)
            put("state", state)
        }
        put("timestamp", now())
    }

    @Synchronized
    private fun store(chat: Chat, sender: String, bodyType: String, body: String?): Entry =
        Entry("e-${number.incrementAndGet()}", sender, bodyType, body, now()).also(chat.entries::add)

    /** Strictly increasing. */
    @Synchronized
    private fun now(): String = Instant.ofEpochMilli(START + number.incrementAndGet()).toString()

    private fun publish(chat: Chat, entry: Entry) = publish(chat, "messages", "message", body(chat, entry))

    private fun publish(chat: Chat, topic: String, type: String, body: Map<String, JsonElement>) {
        val frame = frame(chat, topic, type, body)
        chat.streams.forEach { it.send(TEXT, frame) }
    }

    private fun frame(chat: Chat, topic: String, type: String, body: Map<String, JsonElement>): ByteArray = buildJsonObject {
        put("topicName", "v2.conversations.chats.${chat.id}.$topic")
        put("version", "2")
        put("eventBody", JsonObject(body))
        putJsonObject("metadata") { put("type", type) }
    }.toString().toByteArray()

    private fun body(chat: Chat, entry: Entry): JsonObject = buildJsonObject {
        put("id", entry.id)
        putJsonObject("conversation") { put("id", chat.id) }
        putJsonObject("sender") { put("id", entry.sender) }
        entry.body?.let { put("body", it) }
        put("bodyType", entry.bodyType)
        put("timestamp", entry.timestamp)
    }

    private fun serve(socket: Socket): Unit = socket.use {
        val input = DataInputStream(it.getInputStream().buffered())
        val line = line(input)
        val headers = generateSequence { line(input).takeIf(String::isNotEmpty) }
            .associate { header -> header.substringBefore(':').lowercase() to header.substringAfter(':').trim() }
        calls.update { it + Asked(line.substringBeforeLast(' '), headers["authorization"]) }
        val key = headers["sec-websocket-key"]
        if (key != null) return stream(socket, input, line.split(' ')[1], key)
        val body = ByteArray(headers["content-length"]?.toInt() ?: 0).also(input::readFully).decodeToString()
        val (method, target) = line.split(' ')
        answer(method, target, body, headers["authorization"])?.let { (status, json) -> respond(socket.getOutputStream(), status, json) }
    }

    /** Null: the connection is dropped. */
    private fun answer(method: String, target: String, body: String, authorization: String?): Pair<Int, String>? {
        val path = target.substringBefore(
            '?',
        ).removePrefix("/api/v2/webchat/guest/conversations").trim('/').split('/').filter(String::isNotEmpty)
        if (path.isEmpty()) return refuseCreating?.let(::error) ?: create()
        refuseCalls?.let { return error(it) }
        val chat = chats.find { it.id == path[0] } ?: return error(404 to "not.found")
        if (authorization != "Bearer ${chat.jwt}") return error(401 to "bad.credentials")
        val member = path.getOrNull(2)
        return when {
            method == "GET" && path[1] == "messages" -> 200 to messages(chat, target)
            method == "GET" && member != null -> 200 to member(chat, member)
            method == "DELETE" -> leave(chat)
            chat.streams.isEmpty() || chat.members[chat.guest] != "CONNECTED" -> error(400 to "chat.error.conversation.state")
            path.last() == "typing" -> 200 to """{"id":"t","sender":{"id":"${chat.guest}"},"timestamp":"${now()}"}"""
            path.last() == "messages" -> post(chat, body)
            else -> error(404 to "not.found")
        }
    }

    private fun create(): Pair<Int, String> {
        val chat = Chat("c${chats.size + 1}").also(chats::add)
        val uri = streamAt ?: "ws://127.0.0.1:${server.localPort}/v1/token/${chat.jwt}"
        return 200 to """{"id":"${chat.id}","jwt":"${chat.jwt}","eventStreamUri":"$uri","member":{"id":"${chat.guest}"}}"""
    }

    private fun post(chat: Chat, json: String): Pair<Int, String>? {
        val deed = deeds.poll() ?: Deed.ANSWER
        when (deed) {
            Deed.DROP_BEFORE_STORE -> return null

            Deed.TOO_MANY -> return error(429 to "too.many.requests")

            Deed.NOT_ACTIVE -> return error(400 to "chat.error.conversation.state")

            Deed.END -> {
                (1..LAST_WORDS).forEach { agentSays("last word $it") }
                chat.members.replaceAll { _, _ -> "DISCONNECTED" }
                return error(400 to "chat.error.conversation.state")
            }

            else -> Unit
        }
        val text = (Json.parseToJsonElement(json) as JsonObject).getValue("body").jsonPrimitive.content
        val entry = store(chat, chat.guest, "standard", text)
        if (deed == Deed.DROP_AFTER_STORE) return null
        publish(chat, entry)
        if (deed == Deed.FAIL_AFTER_STORE) return error(500 to "internal.server.error")
        if (deed == Deed.COPY_FIRST) {
            // The answer waits until the test has seen something that was sent after the copy.
            agentSays("after the copy of $text")
            answers.acquire()
        }
        return 200 to body(chat, entry).toString()
    }

    private fun leave(chat: Chat): Pair<Int, String> {
        if (chat.members[chat.guest] != "CONNECTED") return error(400 to "chat.error.member.state")
        end(chat)
        return 204 to ""
    }

    private fun member(chat: Chat, id: String): String {
        val role = if (id == chat.guest) "CUSTOMER" else "AGENT"
        return """{"id":"$id","displayName":"Robin","role":"$role","state":"${chat.members[id]}"}"""
    }

    private fun messages(chat: Chat, target: String): String {
        val query = target.substringAfter('?', "").split('&').associate { it.substringBefore('=') to it.substringAfter('=') }
        val before = query["before"]?.let { id -> chat.entries.indexOfFirst { it.id == id } } ?: chat.entries.size
        val earlier = chat.entries.take(before)
        val ordered = if (query["sortOrder"] == "descending") earlier.reversed() else earlier
        return buildJsonObject {
            putJsonArray("entities") { ordered.take(query["maxResults"]?.toInt() ?: 100).forEach { add(body(chat, it)) } }
        }.toString()
    }

    private fun error(refusal: Pair<Int, String>): Pair<Int, String> = refusal.first to
        """{"message":"no","code":"${refusal.second}","status":${refusal.first},"contextId":"x","details":[],"errors":[]}"""

    private fun respond(out: OutputStream, status: Int, json: String) {
        val data = json.toByteArray()
        val headers = "Content-Type: application/json\r\nContent-Length: ${data.size}\r\nConnection: close"
        out.write("HTTP/1.1 $status S\r\n$headers\r\n\r\n".toByteArray() + data)
        out.flush()
    }

    private fun stream(socket: Socket, input: DataInputStream, path: String, key: String) {
        val chat = chats.find { path.endsWith(it.jwt) } ?: return respond(socket.getOutputStream(), 401, "{}")
        val accept = Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest((key + GUID).toByteArray()))
        val out = socket.getOutputStream()
        val stream = Stream(socket)
        try {
            // Whoever is attached is known as such before it knows it itself, and hears first where it stood then: what changes as soon as
            // it knows comes after that.
            synchronized(stream) {
                chat.streams += stream
                val standing = standing(chat, chat.guest, chat.members.getValue(chat.guest))
                val upgrade = "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: $accept\r\n\r\n"
                out.write(upgrade.toByteArray())
                out.flush()
                stream.send(TEXT, frame(chat, "members", "member-change", standing))
            }
            while (true) {
                val opcode = input.readUnsignedByte() and 0x0f
                val short = input.readUnsignedByte() and 0x7f
                val length = if (short == SHORT) input.readUnsignedShort() else short
                // What clients say here is not read; the mask is skipped.
                input.skipBytes(MASK)
                val data = ByteArray(length).also(input::readFully)
                if (opcode == PING) stream.send(PONG, data)
                if (opcode == CLOSE) return
            }
        } finally {
            chat.streams -= stream
        }
    }

    private fun line(input: DataInputStream): String = buildString {
        while (true) {
            when (val byte = input.read()) {
                -1, '\n'.code -> return@buildString
                '\r'.code -> Unit
                else -> append(byte.toChar())
            }
        }
    }

    override fun close() {
        server.close()
        cut()
    }

    companion object {
        private const val GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        private const val START = 1_714_557_600_000
        private const val SHORT = 126
        private const val MASK = 4
        private const val TEXT = 1
        private const val CLOSE = 8
        private const val PING = 9
        private const val PONG = 10
        const val LAST_WORDS = 100
    }
}
