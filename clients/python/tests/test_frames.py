from __future__ import annotations

import unittest

from keybearer import _frames
from keybearer._frames import BadFrame, Frames
from keybearer._http import Answer, BadAnswer


class Writing(unittest.TestCase):
    def test_the_accept_key_is_that_of_the_standard(self) -> None:
        # Source: RFC 6455 section 1.3.
        self.assertEqual(_frames.accept_of("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")

    def test_a_masked_frame_is_that_of_the_standard(self) -> None:
        # Source: RFC 6455 section 5.7, "A single-frame masked text message".
        self.assertEqual(_frames._masked(b"Hello", bytes.fromhex("37fa213d")).hex(), "7f9f4d5158")

    def test_every_length_has_its_form_and_a_mask_of_its_own(self) -> None:
        for size, head in ((0, "8180"), (125, "81fd"), (126, "81fe007e"), (65535, "81feffff"), (65536, "81ff0000000000010000")):
            data = _frames.text(b"x" * size)
            at = len(head) // 2
            self.assertEqual(data[:at].hex(), head)
            mask, payload = data[at : at + 4], data[at + 4 :]
            self.assertEqual(bytes(byte ^ mask[n % 4] for n, byte in enumerate(payload)), b"x" * size)
        self.assertGreater(len({_frames.text(b"same") for _ in range(20)}), 1)


class Reading(unittest.TestCase):
    def test_frames_of_the_standard_however_they_are_cut(self) -> None:
        # Source: RFC 6455 section 5.7: unmasked text, text in two pieces with a ping between, 256 and 65536 bytes (as text).
        stream = (
            bytes.fromhex("810548656c6c6f") + bytes.fromhex("010348656c") + bytes.fromhex("890548656c6c6f")
            + bytes.fromhex("80026c6f") + bytes.fromhex("817e0100") + b"a" * 256
            + bytes.fromhex("817f0000000000010000") + b"b" * 65536
        )
        for step in (7, 126, 4096, len(stream)):
            frames = Frames()
            messages: list = []
            for at in range(0, len(stream), step):
                frames.feed(stream[at : at + step], messages)
            self.assertEqual(messages, ["Hello", "Hello", "a" * 256, "b" * 65536])
            # The answer to the ping, masked, with its payload.
            self.assertEqual(frames.reply[:2].hex(), "8a85")
            self.assertEqual(len(frames.reply), 11)

    def test_a_byte_at_a_time(self) -> None:
        stream = bytes.fromhex("810548656c6c6f" "010348656c" "890548656c6c6f" "80026c6f" "817e0100") + b"a" * 256
        frames = Frames()
        messages: list = []
        for at in range(len(stream)):
            frames.feed(stream[at : at + 1], messages)
        self.assertEqual(messages, ["Hello", "Hello", "a" * 256])

    def test_close_codes(self) -> None:
        for data, code in (("8800", 1005), ("880203e8", 1000), ("880503f3676f6e", 1011)):
            frames = Frames()
            messages: list = []
            frames.feed(bytes.fromhex(data) + bytes.fromhex("810548656c6c6f"), messages)
            self.assertEqual(messages, [])
            self.assertEqual(frames.closed, code)
            self.assertTrue(frames.reply)

    def test_what_breaks_the_protocol_is_refused(self) -> None:
        for name, data in {
            "a masked frame": "818537fa213d7f9f4d5158",
            "a reserved bit": "c10548656c6c6f",
            "an unknown opcode": "830548656c6c6f",
            "a ping in pieces": "090548656c6c6f",
            "a ping that is too long": "897e0100",
            "a piece without a beginning": "80026c6f",
            "a beginning within a message": "010348656c810348656c",
            "a binary message": "820548656c6c6f",
            "text that is not UTF-8": "8102c328",
            "a message that is too long": "817f7fffffffffffffff",
            "a close code of one byte": "880103",
        }.items():
            with self.subTest(name), self.assertRaises(BadFrame):
                Frames().feed(bytes.fromhex(data), [])

    def test_a_message_in_many_pieces_has_the_same_limit(self) -> None:
        frames = Frames(max_bytes=1000)
        frames.feed(bytes.fromhex("017e0258") + b"x" * 600, [])
        with self.assertRaises(BadFrame):
            frames.feed(bytes.fromhex("007e0258") + b"x" * 600, [])


class Answers(unittest.TestCase):
    def read(self, data: bytes, step: int, **options: object) -> Answer:
        answer = Answer(**options)  # type: ignore[arg-type]
        for at in range(0, len(data), step):
            answer.feed(data[at : at + step])
        return answer

    def test_however_it_is_cut(self) -> None:
        plain = b"HTTP/1.1 422 Unprocessable\r\nContent-Type: x\r\nContent-Length: 5\r\n\r\nhello"
        chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n03;a=b\r\nllo\r\n0\r\nTrailer: x\r\n\r\n"
        interim = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\n" + plain
        for data, status in ((plain, 422), (chunked, 200), (interim, 422)):
            for step in (1, 3, len(data)):
                answer = self.read(data, step)
                self.assertEqual((answer.status, bytes(answer.body), answer.done, answer.keep), (status, b"hello", True, True))
                self.assertEqual(answer.rest, b"")

    def test_an_empty_answer_is_whole(self) -> None:
        self.assertTrue(self.read(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 9).done)
        self.assertFalse(self.read(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 9).keep)

    def test_what_is_no_answer_is_refused_at_once(self) -> None:
        for data in (
            b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\n",
            b"HTTP/1.1 OK\r\nContent-Length: 1\r\n\r\n",
            b"HTTP/1.1 200 OK\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n",
            b"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n",
            b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000,
            b"\x16\x03\x01\x02\x00",
            b"",
        ):
            with self.subTest(data[:60]), self.assertRaises(BadAnswer):
                Answer().feed(data)

    def test_the_bytes_after_an_upgrade_belong_to_the_websocket(self) -> None:
        answer = self.read(b"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\n\r\n\x81\x02hi", 1000, upgrade=True)
        self.assertEqual((answer.done, answer.rest), (True, b"\x81\x02hi"))
